// SPDX-License-Identifier: MIT
#include <core/config/printable.h>

#include <QtCore/qchar.h>
#include <QtCore/qstringbuilder.h>
#include <QtCore/qstringconverter.h>

namespace prun {

namespace {

// A message stays one line that a person reads, whatever was given.
constexpr qsizetype longestQuote = 80;

qsizetype sequenceLength(uchar lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        return 2;
    if (lead >= 0xe0 && lead < 0xf0)
        return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

// The character that `bytes` begin with, and how many bytes it takes; 0 if it is not UTF-8.
qsizetype firstCharacter(QByteArrayView bytes, QString *character)
{
    const qsizetype length = sequenceLength(static_cast<uchar>(bytes[0]));
    if (length == 0 || length > bytes.size())
        return 0;
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    *character = decode(bytes.first(length));
    return decode.hasError() ? 0 : length;
}

bool isHarmless(const QString &character)
{
    const auto codePoint = character.size() == 2
        ? QChar::surrogateToUcs4(character[0], character[1])
        : static_cast<char32_t>(character[0].unicode());
    switch (QChar::category(codePoint)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

QString escaped(const QString &character)
{
    switch (character[0].unicode()) {
    case u'\n':
        return QStringLiteral("\\n");
    case u'\r':
        return QStringLiteral("\\r");
    case u'\t':
        return QStringLiteral("\\t");
    default:
        break;
    }
    const char16_t unit = character[0].unicode();
    return unit < 0x100 ? QStringLiteral("\\x%1").arg(unit, 2, 16, QLatin1Char('0'))
                        : QStringLiteral("\\u%1").arg(unit, 4, 16, QLatin1Char('0'));
}

} // namespace

QString printable(QByteArrayView text)
{
    QString result;
    while (!text.isEmpty()) {
        QString character;
        const qsizetype length = firstCharacter(text, &character);
        if (length == 0)
            result +=
                QStringLiteral("\\x%1").arg(static_cast<uchar>(text[0]), 2, 16, QLatin1Char('0'));
        else
            result += isHarmless(character) ? character : escaped(character);
        text = text.sliced(length == 0 ? 1 : length);
    }
    return result;
}

QString quoted(QByteArrayView text)
{
    constexpr qsizetype part = longestQuote / 2;
    // Cut before escaping too: what is cut away should cost nothing.
    if (text.size() > 4 * longestQuote)
        return QLatin1Char('"') % printable(text.first(longestQuote)).left(part)
            % QStringLiteral("…") % printable(text.last(longestQuote)).right(part)
            % QLatin1Char('"');
    QString shown = printable(text);
    if (shown.size() > longestQuote)
        shown = shown.left(part) % QStringLiteral("…") % shown.right(part);
    return QLatin1Char('"') % shown % QLatin1Char('"');
}

} // namespace prun
