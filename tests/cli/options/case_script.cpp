// SPDX-License-Identifier: MIT
#include "case_script.h"

#include <algorithm>
#include <utility>

namespace {

struct Token
{
    QByteArray text;
    bool quoted = false; ///< in part at least
    bool ends = false; ///< `;` or a line end
};

bool needsShell(char c)
{
    return QByteArrayView("$`\\*?[]{}()|<>&~#").contains(c);
}

/// Nothing if there is a character outside of quotes that a shell would act on. `$?`, `2>&1` and
/// the like are words of their own and known.
std::optional<std::vector<Token>> tokensOf(const QByteArray &script)
{
    static const QByteArrayList known{ "$?", ">", "2>/dev/null", "2>&1" };
    std::vector<Token> tokens;
    Token token;
    bool begun = false;
    char quote = 0;
    bool special = false;
    for (const char c : script + '\n') {
        const bool ends = c == '\n' || c == ';';
        if (quote == 0 && (ends || c == ' ')) {
            if (special && (token.quoted || !known.contains(token.text)))
                return std::nullopt;
            special = false;
            if (std::exchange(begun, false))
                tokens.push_back(std::exchange(token, {}));
            if (ends)
                tokens.push_back({ {}, false, true });
            continue;
        }
        begun = true;
        if (quote == 0 && (c == '\'' || c == '"')) {
            quote = c;
            token.quoted = true;
        } else if (c == quote) {
            quote = 0;
        } else {
            if (quote == '"' && QByteArrayView("$`\\").contains(c))
                return std::nullopt;
            special |= quote == 0 && needsShell(c);
            token.text += c;
        }
    }
    return quote == 0 ? std::optional(tokens) : std::nullopt;
}

bool isAssignment(const Token &token)
{
    const qsizetype equals = token.text.indexOf('=');
    const QByteArrayView name = QByteArrayView(token.text).first(std::max<qsizetype>(equals, 0));
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || c == '_';
    });
}

/// Whether the token could be added.
bool addToken(ScriptStep &step, const Token &token, bool &fileFollows)
{
    if (std::exchange(fileFollows, false))
        step.file = token.text;
    else if (token.quoted)
        step.words << token.text;
    else if (token.text == ">")
        fileFollows = true;
    else if (token.text == "2>/dev/null")
        step.hidesErrors = true;
    else if (token.text == "2>&1")
        step.joinsErrors = true;
    else
        step.words << token.text;
    return step.file.isEmpty() || !fileFollows;
}

bool isKnown(const ScriptStep &step)
{
    static const QByteArrayList known{
        "prun", "echo", "printf", "touch", "mkdir", "rm", "cat", "ls"
    };
    const QByteArray &what = step.words.front();
    const bool writes = what == "printf" || (what == "echo" && step.words.value(1) != "$?");
    const bool isPrun = what == "prun";
    return known.contains(what) && (isPrun || writes == !step.file.isEmpty())
        && (isPrun || step.variables.isEmpty());
}

} // namespace

std::optional<std::vector<ScriptStep>> stepsOf(const QByteArray &script)
{
    const auto tokens = tokensOf(script);
    if (!tokens)
        return std::nullopt;
    std::vector<ScriptStep> steps;
    ScriptStep step;
    bool fileFollows = false;
    for (const Token &token : *tokens) {
        if (token.ends) {
            const bool empty = step.words.isEmpty() && step.variables.isEmpty();
            if (fileFollows || (!empty && (step.words.isEmpty() || !isKnown(step))))
                return std::nullopt;
            if (!empty)
                steps.push_back(std::exchange(step, {}));
        } else if (step.words.isEmpty() && isAssignment(token)) {
            step.variables << token.text;
        } else if (!addToken(step, token, fileFollows)) {
            return std::nullopt;
        }
    }
    return steps;
}
