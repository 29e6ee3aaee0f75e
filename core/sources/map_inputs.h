// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qbytearrayview.h>

#include <optional>
#include <vector>

// For `prun map`, which does not exist yet: nothing but its tests uses this.

namespace prun {

/// One source of values for a map, such as a file or the words after `:::`.
struct MapSource
{
    QByteArrayList values;
    bool linked = false; ///< its values go with those of the source before it, one by one (:::+)
};

struct MapInputOptions
{
    bool hasHeader = false; ///< the first value of every source names its columns
    std::optional<QByteArray> columnPattern = {}; ///< a regular expression: what separates columns
    bool wraps = false; ///< linked: a source that is too short begins again (--link)
    bool skipsEmpty = false; ///< empty values count for nothing (-r)
};

struct MapRecords
{
    QByteArrayList columns; ///< names, if there is a header; a column may have none
    std::vector<QByteArrayList> records; ///< the values of a job, source after source
};

/// The values between separators; a last one without a separator counts, an empty rest does not.
QByteArrayList splitValues(QByteArrayView text, char separator);

/// What `\n`, `\t`, `\0`, `\x2c`, `\054` or a character stands for, as a separator.
Result<char> parseSeparator(QByteArrayView text);

/// Every combination of the values of the sources, the last source fastest.
Result<MapRecords> combine(std::vector<MapSource> sources, const MapInputOptions &options);

/// As xargs reads it: words between white space; '…', "…" and \ quote. `place` is for errors.
struct XargsWords
{
    QByteArrayList words;
    std::vector<int> lineEnds; ///< how many words there are up to the end of each line with words
};
Result<XargsWords> splitXargsWords(QByteArrayView text);

} // namespace prun
