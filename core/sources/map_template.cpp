// SPDX-License-Identifier: MIT
#include <core/sources/map_template.h>

#include <algorithm>
#include <array>

namespace prun {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

QByteArray baseOf(QByteArrayView value)
{
    return value.sliced(value.lastIndexOf('/') + 1).toByteArray();
}

// As GNU parallel has it: what follows the last dot, also that of `.profile`.
QByteArray withoutExtension(QByteArrayView value)
{
    const qsizetype dot = value.lastIndexOf('.');
    return dot >= 0 && dot > value.lastIndexOf('/') ? value.first(dot).toByteArray()
                                                    : value.toByteArray();
}

QByteArray folderOf(QByteArrayView value)
{
    qsizetype end = value.size();
    while (end > 1 && value[end - 1] == '/') // `dir/` is in `.`
        --end;
    const qsizetype slash = value.first(end).lastIndexOf('/');
    if (slash < 0)
        return ".";
    qsizetype size = slash;
    while (size > 0 && value[size - 1] == '/')
        --size;
    return size == 0 ? QByteArray("/") : value.first(size).toByteArray();
}

} // namespace

QByteArrayList MapJob::values() const
{
    QByteArrayList all;
    for (const QByteArrayList &record : records)
        all << record;
    return all;
}

MapTemplate::MapTemplate(QByteArrayView command, Options options) : m_options(std::move(options))
{
    parse(command);
    m_replaces = std::ranges::any_of(
        m_pieces, [](Piece::Kind kind) { return kind != Piece::Kind::Text; }, &Piece::kind);
    if (!m_replaces && m_options.appends) {
        QByteArray longer = command.toByteArray();
        if (!longer.isEmpty())
            longer += ' ';
        parse(longer + m_options.all);
    }
}

bool MapTemplate::marksSlots() const
{
    return std::ranges::find(m_pieces, Piece::Kind::Slot, &Piece::kind) != m_pieces.end();
}

void MapTemplate::parse(QByteArrayView command)
{
    m_pieces.clear();
    std::vector<qsizetype> places;
    QByteArray text;
    const auto endText = [&] {
        if (!text.isEmpty())
            m_pieces.push_back({ .text = std::exchange(text, {}) });
    };
    for (qsizetype at = 0; at < command.size();) {
        Piece piece;
        const qsizetype length = parseReplacement(command.sliced(at), piece);
        if (length == 0) {
            text += command[at++];
            continue;
        }
        endText();
        places.push_back(at);
        m_pieces.push_back(piece);
        at += length;
    }
    endText();
    setQuoteStates(command, places);
    m_words = m_options.repeatsWords ? words() : std::vector<Pieces>();
}

void MapTemplate::setQuoteStates(QByteArrayView command, const std::vector<qsizetype> &places)
{
    const std::vector<QuoteState> states = quoteStatesAt(command, places, m_options.shell);
    auto state = states.begin();
    for (Piece &piece : m_pieces) {
        if (piece.kind != Piece::Kind::Text)
            piece.state = *state++;
    }
}

/// How many bytes of `from` are a replacement string; 0 if it does not begin with one.
qsizetype MapTemplate::parseReplacement(QByteArrayView from, Piece &piece) const
{
    if (from.startsWith(m_options.all)) {
        piece.kind = Piece::Kind::Values;
        return m_options.all.size();
    }
    const qsizetype end = from.indexOf('}');
    if (!from.startsWith('{') || end < 2)
        return 0;
    return parseName(from.sliced(1, end - 1), piece) ? end + 1 : 0;
}

bool MapTemplate::parseName(QByteArrayView name, Piece &piece) const
{
    if (name == "#" || name == "%") {
        piece.kind = name == "#" ? Piece::Kind::Number : Piece::Kind::Slot;
        return true;
    }
    piece.kind = Piece::Kind::Values;
    constexpr std::array<std::pair<QByteArrayView, Part>, 4> parts{ {
        { "//", Part::Folder },
        { "/.", Part::BaseNoExtension },
        { "/", Part::Base },
        { ".", Part::NoExtension },
    } };
    for (const auto &[suffix, part] : parts) {
        if (name.endsWith(suffix)) {
            piece.part = part;
            name.chop(suffix.size());
            break;
        }
    }
    if (name.isEmpty())
        return true;
    if (const qsizetype column = m_options.columns.indexOf(name.toByteArray()); column >= 0) {
        piece.position = static_cast<int>(column) + 1;
        return true;
    }
    bool number = false;
    piece.position = name.toByteArray().toInt(&number);
    const bool digits = std::all_of(name.begin() + (name.front() == '-' ? 1 : 0), name.end(),
                                    [](char c) { return c >= '0' && c <= '9'; });
    return number && digits && piece.position != 0;
}

QByteArray MapTemplate::partOf(QByteArrayView value, Part part)
{
    switch (part) {
    case Part::NoExtension:
        return withoutExtension(value);
    case Part::Base:
        return baseOf(value);
    case Part::Folder:
        return folderOf(value);
    case Part::BaseNoExtension:
        return withoutExtension(baseOf(value));
    case Part::Whole:
        break;
    }
    return value.toByteArray();
}

Result<QByteArray> MapTemplate::expand(const MapJob &job) const
{
    if (!m_options.repeatsWords)
        return expandPieces(m_pieces, job);
    QByteArray line;
    for (const Pieces &word : m_words) {
        const bool repeated = isRepeated(word);
        for (std::size_t i = 0; i < (repeated ? job.records.size() : 1); ++i) {
            const MapJob one = repeated ? MapJob{ job.number, { job.records[i] } } : job;
            Result<QByteArray> text = expandPieces(word, one);
            if (!text)
                return text;
            if (i > 0)
                line += ' ';
            line += *text;
        }
    }
    return line;
}

qsizetype MapTemplate::fixedSize() const
{
    constexpr qsizetype mostDigits = 20;
    qsizetype size = 0;
    for (const Pieces &word : m_words) {
        for (const Piece &piece : word) {
            if (piece.kind == Piece::Kind::Number || piece.kind == Piece::Kind::Slot)
                size += mostDigits;
            else if (piece.kind == Piece::Kind::Text && !isRepeated(word))
                size += piece.text.size();
        }
    }
    return size;
}

qsizetype MapTemplate::addedSize(const QByteArrayList &record) const
{
    qsizetype size = 0;
    for (const Pieces &word : m_words) {
        const bool repeated = isRepeated(word);
        size += repeated ? 1 : 0; // the blank before the next
        for (const Piece &piece : word) {
            if (repeated || piece.kind == Piece::Kind::Values)
                size += sizeOf(piece, record);
        }
    }
    return size;
}

qsizetype MapTemplate::sizeOf(const Piece &piece, const QByteArrayList &record) const
{
    const Result<QByteArray> text = expandPiece(piece, { 1, { record } });
    return text ? text->size() : 0; // that it cannot be quoted is told when it is expanded
}

Result<QByteArray> MapTemplate::expandPieces(const Pieces &pieces, const MapJob &job) const
{
    QByteArray line;
    for (const Piece &piece : pieces) {
        Result<QByteArray> text = expandPiece(piece, job);
        if (!text)
            return text;
        line += *text;
    }
    return line;
}

Result<QByteArray> MapTemplate::expandPiece(const Piece &piece, const MapJob &job) const
{
    switch (piece.kind) {
    case Piece::Kind::Text:
        return piece.text;
    case Piece::Kind::Number:
        return QByteArray::number(job.number);
    case Piece::Kind::Slot:
        return slotMark.toByteArray();
    case Piece::Kind::Values:
        break;
    }
    QByteArrayList values = job.values();
    if (piece.position != 0) {
        const qsizetype at =
            piece.position > 0 ? piece.position - 1 : values.size() + piece.position;
        if (at < 0 || at >= values.size())
            return QByteArray();
        values = { values[at] };
    }
    QByteArrayList texts;
    for (const QByteArray &value : std::as_const(values)) {
        Result<QByteArray> text =
            quoteValue(partOf(value, piece.part), piece.state, m_options.shell);
        if (!text)
            return text;
        texts << *text;
    }
    return texts.join(' ');
}

QByteArray MapTemplate::expandRaw(const MapJob &job) const
{
    QByteArray line;
    for (const Piece &piece : m_pieces) {
        if (piece.kind == Piece::Kind::Text)
            line += piece.text;
        else if (piece.kind == Piece::Kind::Number)
            line += QByteArray::number(job.number);
        else if (piece.kind == Piece::Kind::Slot)
            line += slotMark;
        if (piece.kind != Piece::Kind::Values)
            continue;
        const QByteArrayList values = job.values();
        QByteArrayList texts;
        for (qsizetype i = 0; i < values.size(); ++i) {
            if (piece.position == 0 || piece.position == i + 1
                || piece.position == i - values.size())
                texts << partOf(values[i], piece.part);
        }
        line += texts.join(' ');
    }
    return line;
}

bool MapTemplate::isRepeated(const Pieces &word)
{
    return std::any_of(word.begin(), word.end(), [](const Piece &piece) {
        return piece.kind == Piece::Kind::Values && piece.position == 0;
    });
}

/// The pieces of each word, with the blanks before it.
std::vector<MapTemplate::Pieces> MapTemplate::words() const
{
    std::vector<Pieces> words(1);
    for (const Piece &piece : m_pieces) {
        if (piece.kind != Piece::Kind::Text) {
            words.back().push_back(piece);
            continue;
        }
        QByteArray text;
        for (qsizetype i = 0; i < piece.text.size(); ++i) {
            const char c = piece.text[i];
            const bool inWord = !words.back().empty() || !text.isEmpty();
            if (isBlank(c) && inWord) {
                words.back().push_back({ .text = std::exchange(text, {}) });
                words.push_back({});
                words.back().push_back({ .text = QByteArray(1, c) });
                words.push_back({});
                continue;
            }
            text += c;
        }
        if (!text.isEmpty())
            words.back().push_back({ .text = text });
    }
    return words;
}

QByteArrayList filledWords(const QByteArrayList &words, QByteArrayView mark, QByteArrayView value)
{
    QByteArrayList filled;
    for (const QByteArray &word : words)
        filled << QByteArray(word).replace(mark, value);
    return filled;
}

} // namespace prun
