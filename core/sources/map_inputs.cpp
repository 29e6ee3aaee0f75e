// SPDX-License-Identifier: MIT
#include <core/sources/map_inputs.h>

#include <core/config/printable.h>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace prun {

Result<MapRecords> MapRecords::make(std::vector<MapSource> sources, const MapInputOptions &options)
{
    MapRecords records;
    records.m_options = options;
    if (options.columnPattern) {
        if (options.columnPattern->isEmpty())
            return Error(Error::Code::Usage, u"is empty"_s).in(u"option --colsep"_s);
        records.m_separator.setPattern(QString::fromLatin1(*options.columnPattern));
        if (!records.m_separator.isValid())
            return Error(Error::Code::Usage,
                         u"%1 is no regular expression: %2"_s.arg(
                             quoted(*options.columnPattern), records.m_separator.errorString()))
                .in(u"option --colsep"_s);
    }
    for (MapSource &source : sources) {
        if (records.m_groups.empty() || !source.linked)
            records.m_groups.emplace_back();
        records.m_groups.back().readers.emplace_back().source = std::move(source);
    }
    records.m_places.resize(records.m_groups.size());
    return records;
}

Result<Pull> MapRecords::next(MapRecord &record)
{
    if (m_groups.empty())
        return Pull::End;
    if (!m_prepared) {
        for (const auto step : { &MapRecords::readHeaders, &MapRecords::readRest }) {
            if (Result<Pull> done = (this->*step)(); !done || *done != Pull::Got)
                return done;
        }
        m_prepared = true;
    }
    if (!m_row) {
        MapRecord row;
        Result<Pull> got = nextRow(m_groups.front(), row);
        if (!got || *got != Pull::Got)
            return got;
        m_row = std::move(row);
    }
    record = *m_row;
    for (std::size_t i = 1; i < m_groups.size(); ++i)
        record << m_groups[i].rows[m_places[i]];
    if (!advanceRest())
        m_row.reset();
    return Pull::Got;
}

/// The next combination of the groups but the first; false if they begin again.
bool MapRecords::advanceRest()
{
    for (std::size_t i = m_groups.size() - 1; i > 0; --i) {
        if (++m_places[i] < m_groups[i].rows.size())
            return true;
        m_places[i] = 0;
    }
    return false;
}

Result<Pull> MapRecords::readHeaders()
{
    if (!m_options.hasHeader)
        return Pull::Got;
    for (Group &group : m_groups) {
        for (Reader &reader : group.readers) {
            QByteArray names;
            if (reader.columns)
                continue;
            Result<Pull> got = reader.source.values->next(names);
            if (!got || *got == Pull::NotYet)
                return got;
            reader.columns = *got == Pull::Got ? columnsOf(names) : QByteArrayList();
            m_columns << *reader.columns;
        }
    }
    return Pull::Got;
}

/// All rows of the groups but the first: they are gone through again and again.
Result<Pull> MapRecords::readRest()
{
    for (std::size_t i = 1; i < m_groups.size(); ++i) {
        Group &group = m_groups[i];
        while (!group.whole) {
            MapRecord row;
            Result<Pull> got = nextRow(group, row);
            if (!got || *got == Pull::NotYet)
                return got;
            group.whole = *got == Pull::End;
            if (!group.whole)
                group.rows.push_back(std::move(row));
        }
        if (group.rows.empty())
            return Pull::End;
    }
    return Pull::Got;
}

/// One value of each source. It ends with the shortest source or, if that begins again, with the
/// longest.
Result<Pull> MapRecords::nextRow(Group &group, MapRecord &row)
{
    const bool wraps = m_options.wraps && group.readers.size() > 1;
    for (Reader &reader : group.readers) {
        if (Result<Pull> got = read(reader); !got || *got == Pull::NotYet)
            return got;
        if (reader.ended && (!wraps || reader.kept.empty()))
            return Pull::End;
    }
    if (std::ranges::all_of(group.readers, &Reader::ended))
        return Pull::End;
    row.clear();
    for (Reader &reader : group.readers) {
        if (wraps && reader.next)
            reader.kept.push_back(*reader.next);
        row << (reader.next ? *std::exchange(reader.next, {})
                            : reader.kept[group.given % reader.kept.size()]);
    }
    ++group.given;
    return Pull::Got;
}

/// Sees to it that `next` is there, or that the source has ended.
Result<Pull> MapRecords::read(Reader &reader)
{
    while (!reader.next && !reader.ended) {
        QByteArray value;
        Result<Pull> got = reader.source.values->next(value);
        if (!got || *got == Pull::NotYet)
            return got;
        reader.ended = *got == Pull::End;
        if (!reader.ended && !(m_options.skipsEmpty && value.isEmpty()))
            reader.next = columnsOf(value);
    }
    return Pull::Got;
}

// As Latin-1, in which every byte is a character: values may be no UTF-8. As in Perl, a match of
// nothing where a column begins, or at the end, separates nothing, and what the pattern captures is
// a column, too.
MapRecord MapRecords::columnsOf(const QByteArray &value) const
{
    if (!m_options.columnPattern)
        return { value };
    MapRecord columns;
    const QString text = QString::fromLatin1(value);
    qsizetype begin = 0;
    for (auto matches = m_separator.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const bool atEnd = match.capturedStart() == begin || match.capturedEnd() == text.size();
        if (match.capturedLength() == 0 && atEnd)
            continue;
        columns << value.sliced(begin, match.capturedStart() - begin);
        for (int i = 1; i <= m_separator.captureCount(); ++i)
            columns << match.captured(i).toLatin1();
        begin = match.capturedEnd();
    }
    columns << value.sliced(begin);
    return columns;
}

} // namespace prun
