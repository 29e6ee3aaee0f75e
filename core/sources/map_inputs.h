// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/pull.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qregularexpression.h>

#include <memory>
#include <optional>
#include <vector>

namespace prun {

/// One source of values for a map, such as a file or the words after `:::`.
struct MapSource
{
    std::unique_ptr<ValueSource> values;
    bool linked = false; ///< its values go with those of the source before it, one by one (:::+)
};

struct MapInputOptions
{
    bool hasHeader = false; ///< the first value of every source names its columns
    std::optional<QByteArray> columnPattern = {}; ///< a regular expression: what separates columns
    bool wraps = false; ///< linked: a source that is too short begins again (--link)
    bool skipsEmpty = false; ///< empty values count for nothing (-r)
};

/// The values of a job, source after source.
using MapRecord = QByteArrayList;

/// Every combination of the values of sources, the last source fastest. The first source, with
/// those that are linked to it, is read as far as it is asked for; the others are read whole.
class MapRecords
{
public:
    /// An Error::Code::Usage tells what is wrong with the pattern.
    static Result<MapRecords> make(std::vector<MapSource> sources, const MapInputOptions &options);

    /// `record` is set only if one was got.
    Result<Pull> next(MapRecord &record);
    /// Names, if there is a header; a column may have none. Known when next() has answered anything
    /// but NotYet.
    const QByteArrayList &columns() const { return m_columns; }

private:
    /// A source, and what is read of it and needed again.
    struct Reader
    {
        MapSource source;
        std::vector<MapRecord> kept;
        std::optional<QByteArrayList> columns; ///< read, if there are any
        std::optional<MapRecord> next; ///< read, but not yet given out
        bool ended = false;
    };
    /// Sources that go together, value by value.
    struct Group
    {
        std::vector<Reader> readers;
        std::vector<MapRecord> rows; ///< all, but for the first group
        std::size_t given = 0; ///< how many rows there were so far
        bool whole = false;
    };

    MapRecords() = default;
    Result<Pull> readHeaders();
    Result<Pull> readRest();
    Result<Pull> nextRow(Group &group, MapRecord &row);
    Result<Pull> read(Reader &reader);
    bool advanceRest();
    MapRecord columnsOf(const QByteArray &value) const;

    MapInputOptions m_options;
    QRegularExpression m_separator;
    std::vector<Group> m_groups;
    std::vector<std::size_t> m_places; // which row of each group but the first is next
    QByteArrayList m_columns;
    std::optional<MapRecord> m_row; // of the first group
    bool m_prepared = false;
};

} // namespace prun
