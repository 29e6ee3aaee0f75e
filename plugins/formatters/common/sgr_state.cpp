// SPDX-License-Identifier: MIT
#include "sgr_state.h"

#include <QtCore/qbytearraylist.h>

#include <vector>

namespace prun {

namespace {

// SGR numbers above 31 do not fit into the bits: overlined (53) takes one that is never used.
constexpr int overlined = 30;

constexpr quint32 bit(int attribute)
{
    return 1u << attribute;
}

// The attributes that SGR 22 … 29 switch off.
quint32 endedBy(int code)
{
    switch (code) {
    case 22:
        return bit(1) | bit(2);
    case 24:
        return bit(4) | bit(21);
    case 25:
        return bit(5) | bit(6);
    default:
        return bit(code - 20);
    }
}

// How many of the parameters after 38, 48 or 58 belong to it: `5;n` or `2;r;g;b`.
std::size_t colorLength(QByteArrayView kind)
{
    return kind == "5" ? 2 : kind == "2" ? 4 : 0;
}

} // namespace

void SgrState::apply(QByteArrayView parameters)
{
    std::vector<QByteArrayView> words;
    while (true) {
        const qsizetype semicolon = parameters.indexOf(';');
        words.push_back(semicolon < 0 ? parameters : parameters.first(semicolon));
        if (semicolon < 0)
            break;
        parameters = parameters.sliced(semicolon + 1);
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        const int code = words[i].isEmpty() ? 0 : words[i].toByteArray().split(':')[0].toInt();
        QByteArray text = words[i].toByteArray();
        const bool extended = code == 38 || code == 48 || code == 58;
        if (extended && !text.contains(':') && i + 1 < words.size()) {
            const std::size_t end = std::min(words.size(), i + 1 + colorLength(words[i + 1]));
            while (i + 1 < end)
                text += ';' + words[++i].toByteArray();
        }
        applyOne(code, text);
    }
}

void SgrState::applyOne(int code, QByteArrayView text)
{
    if (code == 0) {
        *this = {};
    } else if (code == 4 && text.contains(':')) {
        m_underlineStyle = text == "4:0" ? QByteArray() : text.toByteArray();
        m_attributes &= ~endedBy(24);
    } else if ((code >= 1 && code <= 9) || code == 21) {
        m_attributes |= bit(code);
    } else if (code >= 22 && code <= 29) {
        m_attributes &= ~endedBy(code);
        if (code == 24)
            m_underlineStyle.clear();
    } else if (code == 53) {
        m_attributes |= bit(overlined);
    } else if (code == 55) {
        m_attributes &= ~bit(overlined);
    } else {
        applyColor(code, text.toByteArray());
    }
}

void SgrState::applyColor(int code, QByteArray text)
{
    if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97))
        m_foreground = std::move(text);
    else if ((code >= 40 && code <= 48) || (code >= 100 && code <= 107))
        m_background = std::move(text);
    else if (code == 58)
        m_underlineColor = std::move(text);
    else if (code == 39)
        m_foreground.clear();
    else if (code == 49)
        m_background.clear();
    else if (code == 59)
        m_underlineColor.clear();
}

bool SgrState::isPlain() const
{
    return m_attributes == 0 && m_foreground.isEmpty() && m_background.isEmpty()
        && m_underlineColor.isEmpty() && m_underlineStyle.isEmpty();
}

QByteArray SgrState::sequence() const
{
    if (isPlain())
        return {};
    QByteArrayList parameters;
    for (int attribute = 1; attribute < overlined; ++attribute) {
        if (m_attributes & bit(attribute))
            parameters << QByteArray::number(attribute);
    }
    if (m_attributes & bit(overlined))
        parameters << "53";
    for (const QByteArray &text :
         { m_underlineStyle, m_foreground, m_background, m_underlineColor }) {
        if (!text.isEmpty())
            parameters << text;
    }
    return "\x1b[" + parameters.join(';') + 'm';
}

} // namespace prun
