// SPDX-License-Identifier: MIT
#include <app/text_columns.h>

#include <algorithm>

namespace prun {

int columnsOf(std::string_view text)
{
    return static_cast<int>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
    }));
}

void appendWrapped(QByteArray &out, std::string_view text, int at, int indent, int width)
{
    bool lineIsEmpty = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!lineIsEmpty && at + 1 + columnsOf(word) > width) {
            out += '\n' + QByteArray(indent, ' ');
            at = indent;
            lineIsEmpty = true;
        }
        if (!lineIsEmpty)
            out += ' ';
        at += columnsOf(word) + (lineIsEmpty ? 0 : 1);
        out.append(word.data(), static_cast<qsizetype>(word.size()));
        lineIsEmpty = false;
    }
    out += '\n';
}

} // namespace prun
