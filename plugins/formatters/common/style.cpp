// SPDX-License-Identifier: MIT
#include "style.h"

#include "color_downgrade.h"

#include <QtCore/qbytearraylist.h>

#include <optional>

namespace prun {

namespace {

struct Word
{
    const char *text;
    int code;
};

constexpr Word modifiers[] = {
    { "reset", 0 },  { "bold", 1 },          { "dim", 2 },
    { "italic", 3 }, { "underline", 4 },     { "inverse", 7 },
    { "hidden", 8 }, { "strikethrough", 9 }, { "overline", 53 },
};

constexpr Word colors[] = {
    { "black", 30 },       { "red", 31 },          { "green", 32 },       { "yellow", 33 },
    { "blue", 34 },        { "magenta", 35 },      { "cyan", 36 },        { "white", 37 },
    { "gray", 90 },        { "grey", 90 },         { "blackBright", 90 }, { "redBright", 91 },
    { "greenBright", 92 }, { "yellowBright", 93 }, { "blueBright", 94 },  { "magentaBright", 95 },
    { "cyanBright", 96 },  { "whiteBright", 97 },
};

std::optional<int> codeOf(QByteArrayView word)
{
    for (const Word &modifier : modifiers) {
        if (word.compare(modifier.text, Qt::CaseInsensitive) == 0)
            return modifier.code;
    }
    const bool background = word.startsWith("bg");
    if (background)
        word = word.sliced(2);
    for (const Word &color : colors) {
        if (word.compare(color.text, Qt::CaseInsensitive) == 0)
            return color.code + (background ? 10 : 0);
    }
    return std::nullopt;
}

std::optional<Rgb> rgbOf(QByteArrayView word)
{
    QByteArray digits = word.sliced(1).toByteArray();
    if (digits.size() == 3)
        digits = QByteArray(2, digits[0]) + QByteArray(2, digits[1]) + QByteArray(2, digits[2]);
    bool valid = false;
    const uint value = digits.toUInt(&valid, 16);
    if (!valid || digits.size() != 6)
        return std::nullopt;
    return Rgb{ static_cast<int>(value >> 16), static_cast<int>((value >> 8) & 0xff),
                static_cast<int>(value & 0xff) };
}

std::optional<QByteArray> parametersOf(QByteArrayView word, int colorDepth)
{
    const bool background = word.startsWith("bg#");
    if (background || word.startsWith('#')) {
        const std::optional<Rgb> rgb = rgbOf(background ? word.sliced(2) : word);
        return rgb ? std::optional(sgrParameters(*rgb, background, colorDepth)) : std::nullopt;
    }
    const std::optional<int> code = codeOf(word);
    return code ? std::optional(QByteArray::number(*code)) : std::nullopt;
}

} // namespace

Result<Style> Style::parse(const QByteArray &text, int colorDepth)
{
    QByteArrayList parameters;
    for (const QByteArray &word : text.split('.')) {
        if (word
            == "visible") // a modifier of chalk: shown only with colours, which is no news here
            continue;
        const std::optional<QByteArray> found = parametersOf(word, colorDepth);
        if (!found)
            return Error(Error::Code::Usage,
                         QStringLiteral("unknown colour \"%1\"").arg(QString::fromUtf8(word)))
                .hint(QStringLiteral("a name like cyan, bgBlue or redBright, a modifier like bold, "
                                     "#rrggbb, or auto"));
        if (*found != "0")
            parameters << *found;
    }
    return colorDepth == 0 ? Style() : Style(parameters.join(';'));
}

QByteArray Style::paint(QByteArrayView text) const
{
    if (isPlain() || text.isEmpty())
        return text.toByteArray();
    return "\x1b[" + m_parameters + 'm' + text.toByteArray() + "\x1b[0m";
}

Palette Palette::forDepth(int colorDepth)
{
    if (colorDepth == 0)
        return {};
    return { Style("2"), Style("32"), Style("33"), Style("31"), Style("1") };
}

} // namespace prun
