// SPDX-License-Identifier: MIT
#include <core/config/label_words.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>
#include <core/config/value_parsers.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

const QStringList &prefixKeywords()
{
    static const QStringList words{ u"index"_s,   u"pid"_s,  u"time"_s,
                                    u"command"_s, u"name"_s, u"none"_s };
    return words;
}

const QStringList &placeholders()
{
    static const QStringList words{ u"index"_s, u"name"_s,    u"command"_s, u"pid"_s,
                                    u"time"_s,  u"elapsed"_s, u"attempt"_s };
    return words;
}

bool isLetter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

bool isWord(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isLetter);
}

Result<void> checkPlaceholders(QByteArrayView text)
{
    for (qsizetype open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
        const qsizetype close = text.indexOf('}', open);
        if (close < 0)
            return {};
        const QByteArrayView word = text.sliced(open + 1, close - open - 1);
        const QString name = QString::fromUtf8(word);
        if (!isWord(word) || placeholders().contains(name))
            continue;
        const QString meant = nearest(name, placeholders());
        return Error(Error::Code::Usage, u"unknown placeholder \"{%1}\""_s.arg(name))
            .hint(meant.isNull() ? u"one of {%1}"_s.arg(placeholders().join(u"}, {"_s))
                                 : u"did you mean \"{%1}\"?"_s.arg(meant));
    }
    return {};
}

// Of chalk, whose names concurrently takes.
const QStringList &colorWords()
{
    static const QStringList words = [] {
        QStringList all{ u"reset"_s,     u"bold"_s,    u"dim"_s,    u"italic"_s,
                         u"underline"_s, u"inverse"_s, u"hidden"_s, u"strikethrough"_s,
                         u"overline"_s,  u"visible"_s };
        const QStringList names{ u"black"_s,   u"red"_s,  u"green"_s, u"yellow"_s, u"blue"_s,
                                 u"magenta"_s, u"cyan"_s, u"white"_s, u"gray"_s,   u"grey"_s };
        for (const QString &name : names) {
            all << name << u"bg"_s + name;
            if (!name.startsWith(u"gr"_s) || name == u"green"_s)
                all << name + u"Bright"_s << u"bg"_s + name + u"Bright"_s;
        }
        return all;
    }();
    return words;
}

bool isHexColor(QByteArrayView word)
{
    if (word.startsWith("bg#"))
        word = word.sliced(2);
    return word.startsWith('#') && (word.size() == 4 || word.size() == 7)
        && std::all_of(word.begin() + 1, word.end(), [](char character) {
               return (character >= '0' && character <= '9')
                   || ((character | 0x20) >= 'a' && (character | 0x20) <= 'f');
           });
}

Result<void> checkColor(QByteArrayView color)
{
    if (color.isEmpty() || color == "auto")
        return {};
    for (const QByteArray &word : color.toByteArray().split('.')) {
        const QString text = QString::fromUtf8(word);
        if (isHexColor(word) || colorWords().contains(text, Qt::CaseInsensitive))
            continue;
        const QString meant = didYouMean(text, colorWords() + QStringList{ u"auto"_s });
        return Error(Error::Code::Usage, u"unknown colour %1"_s.arg(quoted(word)))
            .hint(meant.isNull() ? u"auto, a name like cyan, bgBlue or redBright, a modifier like"
                                   " bold, or #23de43"_s
                                 : meant);
    }
    return {};
}

} // namespace

Result<QByteArray> parsePrefix(QByteArrayView text)
{
    const QString word = QString::fromUtf8(text);
    if (prefixKeywords().contains(word))
        return text.toByteArray();
    // A template is shown as it is, but a lone word is rather a keyword mistyped.
    if (isWord(text)) {
        const QString meant = didYouMean(word, prefixKeywords());
        if (!meant.isNull())
            return Error(Error::Code::Usage, u"unknown prefix %1"_s.arg(quoted(text))).hint(meant);
    }
    if (auto checked = checkPlaceholders(text); !checked)
        return std::move(checked.error());
    return text.toByteArray();
}

Result<QByteArrayList> parseColors(QByteArrayView text)
{
    const QByteArrayList colors = splitList(text);
    for (const QByteArray &color : colors) {
        if (auto checked = checkColor(color); !checked)
            return std::move(checked.error());
    }
    return colors;
}

} // namespace prun
