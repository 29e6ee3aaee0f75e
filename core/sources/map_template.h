// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/value_quoting.h>

#include <QtCore/qbytearraylist.h>

namespace prun {

/// What one job of a map is made of.
struct MapJob
{
    quint64 number = 1; ///< {#}
    /// The values of each record: one, unless several records go into one job.
    std::vector<QByteArrayList> records;

    QByteArrayList values() const; ///< of all records, one after another
};

/// A command with replacement strings: `{}` all values, `{.}` without extension, `{/}` without
/// folders, `{//}` the folder, `{/.}` both, `{2}` `{-1}` `{2/.}` one of them, `{name}` a column of
/// that name, `{#}` the number of the job, `{%}` of its slot.
class MapTemplate
{
public:
    struct Options
    {
        Shell::Kind shell = Shell::Kind::Posix; ///< that reads the command
        QByteArray all = "{}"; ///< what is written for all values (-I)
        QByteArrayList columns = {}; ///< names of columns, from --header
        bool appends = true; ///< all values, if the command has no replacement string
        /// A word with replacement strings is repeated for every record (-X).
        bool repeatsWords = false;
    };

    MapTemplate(QByteArrayView command, Options options);

    /// Whether the command has a replacement string of its own.
    bool replaces() const { return m_replaces; }
    /// Whether slotMark stands in what it expands to.
    bool marksSlots() const;
    /// The command line for a job. An Error::Code::Usage names a value that cannot be quoted.
    Result<QByteArray> expand(const MapJob &job) const;

    /// With Options::repeatsWords: how many bytes of the command line are there whatever the values
    /// are, and how many a record adds to it. Together they are not less than expand() makes.
    qsizetype fixedSize() const;
    qsizetype addedSize(const QByteArrayList &record) const;

    /// The text with its replacement strings replaced by values as they are: for a label.
    QByteArray expandRaw(const MapJob &job) const;

private:
    enum class Part : quint8 { Whole, NoExtension, Base, Folder, BaseNoExtension };
    struct Piece
    {
        enum class Kind : quint8 { Text, Values, Number, Slot };
        Kind kind = Kind::Text;
        QByteArray text; ///< of Text
        Part part = Part::Whole;
        int position = 0; ///< 0: all; negative: from the end
        QuoteState state = QuoteState::Plain;
    };
    using Pieces = std::vector<Piece>;

    void parse(QByteArrayView command);
    void setQuoteStates(QByteArrayView command, const std::vector<qsizetype> &places);
    qsizetype parseReplacement(QByteArrayView from, Piece &piece) const;
    bool parseName(QByteArrayView name, Piece &piece) const;
    static QByteArray partOf(QByteArrayView value, Part part);
    Result<QByteArray> expandPieces(const Pieces &pieces, const MapJob &job) const;
    Result<QByteArray> expandPiece(const Piece &piece, const MapJob &job) const;
    qsizetype sizeOf(const Piece &piece, const QByteArrayList &record) const;
    std::vector<Pieces> words() const;
    static bool isRepeated(const Pieces &word);

    Options m_options;
    Pieces m_pieces;
    std::vector<Pieces> m_words; ///< the same, if words are repeated
    bool m_replaces = false;
};

/// One value as text of a command line that is not quoted anywhere, e.g. a word of a command.
QByteArrayList filledWords(const QByteArrayList &words, QByteArrayView mark, QByteArrayView value);

} // namespace prun
