// SPDX-License-Identifier: MIT
#include "chalk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace prun {

namespace {

struct Word
{
    const char *text;
    int open;
    int close;
};

constexpr Word modifiers[] = {
    { "reset", 0, 0 },    { "bold", 1, 22 },      { "dim", 2, 22 },
    { "italic", 3, 23 },  { "underline", 4, 24 }, { "overline", 53, 55 },
    { "inverse", 7, 27 }, { "hidden", 8, 28 },    { "strikethrough", 9, 29 },
};

struct ColorName
{
    const char *text;
    int code;
};

constexpr ColorName colors[] = {
    { "black", 30 },       { "red", 31 },          { "green", 32 },       { "yellow", 33 },
    { "blue", 34 },        { "magenta", 35 },      { "cyan", 36 },        { "white", 37 },
    { "gray", 90 },        { "grey", 90 },         { "blackBright", 90 }, { "redBright", 91 },
    { "greenBright", 92 }, { "yellowBright", 93 }, { "blueBright", 94 },  { "magentaBright", 95 },
    { "cyanBright", 96 },  { "whiteBright", 97 },
};

constexpr int closeForeground = 39;
constexpr int backgroundOffset = 10;

using Rgb = std::array<int, 3>;

QByteArray sequence(const QByteArray &parameters)
{
    return "\x1b[" + parameters + 'm';
}

QByteArray sequence(int code)
{
    return sequence(QByteArray::number(code));
}

int nearestOf256(const Rgb &rgb)
{
    const auto [red, green, blue] = rgb;
    if (red == green && green == blue) {
        if (red < 8)
            return 16;
        return red > 248 ? 231 : static_cast<int>(std::lround((red - 8) / 247.0 * 24)) + 232;
    }
    const auto step = [](int value) { return static_cast<int>(std::lround(value / 255.0 * 5)); };
    return 16 + 36 * step(red) + 6 * step(green) + step(blue);
}

// The number of the foreground colour, of sixteen.
int nearestOf16(int code)
{
    if (code < 8)
        return 30 + code;
    if (code < 16)
        return 90 + code - 8;
    std::array<double, 3> part{};
    if (code >= 232) {
        part.fill(((code - 232) * 10 + 8) / 255.0);
    } else {
        const int inCube = code - 16;
        part = { std::floor(inCube / 36) / 5.0, std::floor(inCube % 36 / 6) / 5.0,
                 inCube % 6 / 5.0 };
    }
    const double brightness = *std::max_element(part.begin(), part.end()) * 2;
    if (brightness == 0)
        return 30;
    const auto bit = [](double value) { return static_cast<int>(std::lround(value)); };
    const int color = 30 + ((bit(part[2]) << 2) | (bit(part[1]) << 1) | bit(part[0]));
    return brightness == 2 ? color + 60 : color;
}

QByteArray openOf256(int code, bool background, int level)
{
    if (level == 1)
        return sequence(nearestOf16(code) + (background ? backgroundOffset : 0));
    return sequence((background ? "48;5;" : "38;5;") + QByteArray::number(code));
}

QByteArray openOfRgb(const Rgb &rgb, bool background, int level)
{
    if (level < 3)
        return openOf256(nearestOf256(rgb), background, level);
    QByteArray parameters = background ? "48;2" : "38;2";
    for (const int part : rgb)
        parameters += ';' + QByteArray::number(part);
    return sequence(parameters);
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

// The first six or three hexadecimal digits in a row; black if there are none.
Rgb rgbOfHex(QByteArrayView text)
{
    const auto *begin = std::find_if(text.begin(), text.end(), isHexDigit);
    const auto *end = std::find_if_not(begin, text.end(), isHexDigit);
    QByteArray digits(begin, std::min<qsizetype>(end - begin, 6));
    if (digits.size() < 6 && digits.size() >= 3)
        digits = QByteArray(2, digits[0]) + QByteArray(2, digits[1]) + QByteArray(2, digits[2]);
    const uint value = digits.size() == 6 ? digits.toUInt(nullptr, 16) : 0;
    return { static_cast<int>(value >> 16), static_cast<int>((value >> 8) & 0xff),
             static_cast<int>(value & 0xff) };
}

bool isHexColor(QByteArrayView text)
{
    return text.startsWith('#') && text.size() >= 4 && text.size() <= 7
        && std::all_of(text.begin() + 1, text.end(), isHexDigit);
}

// `rgb(1,2,3)`, `bgHex(#123456)`, `ansi256(9)`: what opens it, or nothing.
std::optional<QByteArray> openOfCall(QByteArrayView word, bool background, int level)
{
    const qsizetype parenthesis = word.indexOf('(');
    if (parenthesis <= 0 || !word.endsWith(')') || word.size() < parenthesis + 3)
        return std::nullopt;
    const QByteArrayView name = word.first(parenthesis);
    const auto isCalled = [&](const char *foreground, const char *behindBg) {
        return name == (background ? behindBg : foreground);
    };
    const QByteArray inside = word.sliced(parenthesis + 1).chopped(1).toByteArray();
    const QByteArrayList arguments = inside.split(',');
    const auto number = [&](qsizetype i) { return arguments.value(i).trimmed().toInt(); };
    if (isCalled("rgb", "Rgb"))
        return openOfRgb({ number(0), number(1), number(2) }, background, level);
    if (isCalled("ansi256", "Ansi256"))
        return openOf256(number(0), background, 2); // on any terminal
    if (isCalled("hex", "Hex") && isHexColor(arguments[0].trimmed()))
        return openOfRgb(rgbOfHex(arguments[0]), background, level);
    return std::nullopt;
}

std::optional<QByteArray> openOfColor(QByteArrayView word, bool background, int level)
{
    if (word.startsWith('#'))
        return openOfRgb(rgbOfHex(word), background, level);
    if (word.contains('('))
        return openOfCall(word, background, level);
    for (const ColorName &color : colors) {
        QByteArray name = color.text;
        if (background)
            name[0] = static_cast<char>(name[0] - 'a' + 'A');
        if (word == name)
            return sequence(color.code + (background ? backgroundOffset : 0));
    }
    return std::nullopt;
}

} // namespace

ChalkStyle ChalkStyle::reset(int level)
{
    ChalkStyle style;
    if (level > 0)
        style.add(sequence(0), sequence(0));
    return style;
}

std::optional<ChalkStyle> ChalkStyle::parse(QByteArrayView text, int level)
{
    const QByteArrayList words = splitOutsideParentheses(text, '.');
    if (words.isEmpty())
        return std::nullopt;
    ChalkStyle style;
    for (const QByteArray &word : words) {
        if (word == "visible")
            continue;
        const auto *modifier = std::find_if(std::begin(modifiers), std::end(modifiers),
                                            [&](const Word &known) { return word == known.text; });
        if (modifier != std::end(modifiers)) {
            style.add(sequence(modifier->open), sequence(modifier->close));
            continue;
        }
        const bool background = word.startsWith("bg");
        const auto open =
            openOfColor(QByteArrayView(word).sliced(background ? 2 : 0), background, level);
        if (!open)
            return std::nullopt;
        style.add(*open, sequence(closeForeground + (background ? backgroundOffset : 0)));
    }
    return level > 0 ? style : ChalkStyle();
}

void ChalkStyle::add(const QByteArray &open, const QByteArray &close)
{
    m_open += open;
    m_close.prepend(close);
}

QByteArray ChalkStyle::paint(QByteArrayView text) const
{
    if (text.isEmpty() || m_open.isEmpty())
        return text.toByteArray();
    QByteArray lines = text.toByteArray();
    lines.replace("\n", m_close + '\n' + m_open);
    return m_open + lines + m_close;
}

QByteArrayList splitOutsideParentheses(QByteArrayView text, char delimiter)
{
    QByteArrayList parts;
    QByteArray part;
    const auto finish = [&] {
        if (const QByteArray trimmed = part.trimmed(); !trimmed.isEmpty())
            parts << trimmed;
        part.clear();
    };
    int depth = 0;
    for (const char c : text) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == delimiter && depth == 0)
            finish();
        else
            part += c;
    }
    finish();
    return parts;
}

QByteArrayList chosenColors(const QByteArrayList &given, std::size_t count)
{
    const QByteArrayList all{ "cyan", "magenta", "green", "yellow", "blue" };
    QByteArrayList left;
    std::copy_if(all.begin(), all.end(), std::back_inserter(left),
                 [&](const QByteArray &color) { return !given.contains(color); });
    QByteArrayList chosen;
    const auto wanted = static_cast<qsizetype>(count);
    for (const QByteArray &color : given) {
        if (color != "auto") {
            chosen << color;
            continue;
        }
        QByteArray next;
        do {
            if (left.isEmpty())
                left = all;
            next = left.takeFirst();
        } while (!chosen.isEmpty() && next == chosen.last());
        chosen << next;
    }
    const bool automatic = !given.isEmpty() && given.last() == "auto";
    const QByteArray last = given.isEmpty() ? QByteArray() : given.last();
    while (chosen.size() < wanted) {
        if (!automatic)
            chosen << last;
        else
            chosen << (left.isEmpty() ? all : std::exchange(left, {}));
    }
    return chosen.first(wanted);
}

} // namespace prun
