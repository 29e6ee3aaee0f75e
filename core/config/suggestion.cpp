// SPDX-License-Identifier: MIT
#include <core/config/suggestion.h>

#include <algorithm>
#include <vector>

namespace prun {

namespace {

// Nobody mistypes a name longer than this; it bounds the work for a hostile word.
constexpr qsizetype longestWord = 64;

// Letters to change, insert, drop or swap with their neighbour (optimal string alignment).
int distanceBetween(const QString &left, const QString &right)
{
    const auto columns = static_cast<std::size_t>(right.size()) + 1;
    std::vector<int> beforeLast(columns);
    std::vector<int> last(columns);
    std::vector<int> row(columns);
    for (std::size_t j = 0; j < columns; ++j)
        row[j] = static_cast<int>(j);
    for (qsizetype i = 1; i <= left.size(); ++i) {
        beforeLast.swap(last);
        last.swap(row);
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j < columns; ++j) {
            const auto at = static_cast<qsizetype>(j);
            const bool same = left[i - 1] == right[at - 1];
            row[j] = std::min({ last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1) });
            if (i > 1 && j > 1 && left[i - 1] == right[at - 2] && left[i - 2] == right[at - 1])
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
    }
    return row.back();
}

QString onlyContinuationOf(const QString &word, const QStringList &candidates)
{
    QString found;
    for (const QString &candidate : candidates) {
        if (!candidate.startsWith(word, Qt::CaseInsensitive))
            continue;
        if (!found.isNull())
            return {};
        found = candidate;
    }
    return found;
}

} // namespace

QString nearest(const QString &word, const QStringList &candidates)
{
    if (word.isEmpty() || word.size() > longestWord)
        return {};
    const QString wanted = word.toLower();
    QString best;
    int bestDistance = std::max(1, static_cast<int>(wanted.size()) / 3) + 1;
    for (const QString &candidate : candidates) {
        if (std::abs(candidate.size() - wanted.size()) >= bestDistance)
            continue;
        const int distance = distanceBetween(wanted, candidate.toLower());
        // A word of which every letter is wrong resembles nothing.
        if (distance < bestDistance && distance < wanted.size()) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best.isNull() && word.size() > 1 ? onlyContinuationOf(word, candidates) : best;
}

QString didYouMean(const QString &word, const QStringList &candidates)
{
    const QString meant = nearest(word, candidates);
    return meant.isNull() ? QString() : QStringLiteral("did you mean \"%1\"?").arg(meant);
}

} // namespace prun
