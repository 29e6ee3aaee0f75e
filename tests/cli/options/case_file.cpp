// SPDX-License-Identifier: MIT
#include "case_file.h"

#include "case_script.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qstring.h>

#include <algorithm>
#include <utility>

namespace {

const QByteArray anything = "…";

/// Whether this line of a file could be added to the case.
bool addLine(OptionCase &into, const QByteArray &line)
{
    const QByteArray rest = line.mid(2);
    const bool marked = line.size() == 1 || line.mid(1, 1) == " ";
    if (marked && line.startsWith('$'))
        into.script += rest + '\n';
    else if (marked && line.startsWith('<'))
        into.input += rest + '\n';
    else if (marked && line.startsWith('>'))
        into.out << rest;
    else if (marked && line.startsWith('!'))
        into.err << rest;
    else if (line == "any order")
        into.anyOrder = true;
    else if (line == "no messages")
        into.noMessages = true;
    else if (line == "leaves processes")
        into.leavesProcesses = true;
    else if (line.startsWith("unix only: "))
        into.unixOnly = line.mid(11);
    else if (line.startsWith("never "))
        into.never << line.mid(6);
    else if (line.startsWith("exit "))
        into.code = line.mid(5).toInt();
    else
        return false;
    return true;
}

QByteArray lackOf(const OptionCase &done)
{
    if (done.script.isEmpty())
        return "runs nothing";
    if (done.unixOnly.isEmpty() && !stepsOf(done.script))
        return "needs a shell, so it is for Unix only";
    const auto says = [](const QByteArrayList &lines) {
        return std::any_of(lines.begin(), lines.end(),
                           [](const QByteArray &line) { return line != anything; });
    };
    const bool checks =
        says(done.out) || says(done.err) || !done.never.isEmpty() || done.noMessages;
    return checks ? QByteArray() : "expects nothing";
}

QString pattern(const QByteArray &line)
{
    return QRegularExpression::escape(QString::fromUtf8(line))
        .replace(QRegularExpression::escape(QString::fromUtf8(anything)), QStringLiteral("[^\n]*"));
}

QRegularExpression patternOfAll(const QByteArrayList &lines)
{
    QString text;
    for (const QByteArray &line : lines)
        text += line == anything ? QStringLiteral("(?:[^\n]*\n)*") : pattern(line) + u'\n';
    return QRegularExpression(QRegularExpression::anchoredPattern(text));
}

QByteArray sortedLines(const QByteArray &text)
{
    QByteArrayList lines = text.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    std::sort(lines.begin(), lines.end());
    return lines.isEmpty() ? QByteArray() : lines.join('\n') + '\n';
}

bool isWholly(const QByteArray &text, const QByteArrayList &lines)
{
    return patternOfAll(lines).match(QString::fromUtf8(text)).hasMatch();
}

/// The first line that is missing, if one is.
std::optional<QByteArray> missingIn(const QByteArray &text, const QByteArrayList &lines)
{
    const QByteArrayList there = text.split('\n');
    auto at = there.begin();
    for (const QByteArray &line : lines) {
        const QRegularExpression wanted(QRegularExpression::anchoredPattern(pattern(line)));
        at = std::find_if(at, there.end(), [&](const QByteArray &candidate) {
            return wanted.match(QString::fromUtf8(candidate)).hasMatch();
        });
        if (at == there.end())
            return line;
        ++at;
    }
    return std::nullopt;
}

bool endsCall(const QByteArray &word)
{
    static const QByteArrayList ends{ "|", ";", "&&", "||", "&", ">", "<", "2>", "2>&1", "done" };
    return ends.contains(word);
}

/// Words as a shell sees them, roughly: quotes are taken away, nothing is replaced.
QByteArrayList wordsOf(const QByteArray &line)
{
    QByteArrayList words;
    QByteArray word;
    char quote = 0;
    bool begun = false;
    for (const char c : line + ' ') {
        const bool blank = c == ' ' || c == '\n';
        if (quote == 0 && blank) {
            if (std::exchange(begun, false))
                words << std::exchange(word, {});
            if (c == '\n')
                words << ";";
        } else if (quote == 0 && (c == '\'' || c == '"')) {
            quote = c;
            begun = true;
        } else if (c == quote) {
            quote = 0;
        } else {
            word += c;
            begun = true;
        }
    }
    return words;
}

} // namespace

CaseFile parseCases(const QByteArray &text)
{
    CaseFile file;
    int number = 0;
    const auto complain = [&](const QByteArray &what) {
        if (file.error.isEmpty())
            file.error = "line " + QByteArray::number(number) + ": " + what;
    };
    const auto close = [&] {
        if (const QByteArray lack = file.cases.empty() ? QByteArray() : lackOf(file.cases.back());
            !lack.isEmpty())
            complain('"' + file.cases.back().name + "\" " + lack);
    };
    for (const QByteArray &line : text.split('\n')) {
        ++number;
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        if (line.startsWith("= ")) {
            close();
            file.cases.emplace_back();
            file.cases.back().name = line.mid(2);
            file.cases.back().line = number;
        } else if (file.cases.empty() || !addLine(file.cases.back(), line)) {
            complain("cannot be understood: " + line);
        }
    }
    close();
    if (file.cases.empty())
        complain("there are no cases");
    return file;
}

QByteArray complaintAbout(const OptionCase &expected, const QByteArray &out, const QByteArray &err)
{
    QByteArrayList lines = expected.out;
    if (expected.anyOrder)
        std::sort(lines.begin(), lines.end());
    if (!isWholly(expected.anyOrder ? sortedLines(out) : out, lines))
        return "standard output is not\n" + lines.join('\n');
    if (expected.noMessages && !err.isEmpty())
        return "standard error is not empty";
    if (expected.code == 2 && !isWholly(err, expected.err))
        return "standard error is not\n" + expected.err.join('\n');
    if (const auto missing = missingIn(err, expected.err))
        return "standard error lacks, here or at all:\n" + *missing;
    for (const QByteArray &text : expected.never) {
        if (out.contains(text) || err.contains(text))
            return "there is " + text;
    }
    return {};
}

std::vector<PrunCall> callsIn(const QByteArray &script)
{
    std::vector<PrunCall> calls;
    QByteArrayList variables;
    bool inCall = false;
    for (QByteArray word : wordsOf(script)) {
        const bool last = word.size() > 1 && word.endsWith(';');
        if (last)
            word.chop(1);
        if (word == "prun") {
            calls.push_back({ std::exchange(variables, {}), {} });
            inCall = true;
        } else if (endsCall(word)) {
            inCall = false;
        } else if (inCall) {
            calls.back().arguments << word;
        } else if (word.startsWith("PRUN_")) {
            variables << word;
        }
        if (last || endsCall(word)) {
            inCall = false;
            variables.clear();
        }
    }
    return calls;
}

QByteArray dialectOfCall(const PrunCall &call)
{
    static const QByteArrayList dialects{ "start",        "run-p", "run-s",   "npm-run-all",
                                          "concurrently", "conc",  "plugins", "map" };
    const QByteArray first = call.arguments.value(0);
    return dialects.contains(first) ? first : QByteArray();
}

bool gives(const PrunCall &call, const QByteArray &form)
{
    return std::any_of(call.arguments.begin(), call.arguments.end(), [&](const QByteArray &word) {
        return word == form || word.startsWith(form + '=')
            || (form.size() == 2 && word.startsWith(form) && !word.startsWith("--"));
    });
}
