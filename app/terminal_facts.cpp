// SPDX-License-Identifier: MIT
#include <app/terminal_facts.h>

#include <app/process_environment.h>

#include <platform/console.h>

namespace prun {

static int colorDepth(const RunRequest &request, const QByteArrayList &environment, int descriptor)
{
    constexpr int kFewest = 4; // bits; fewer is none
    const bool wanted = request.color == ColorMode::Always
        || (request.color == ColorMode::Auto && isTerminal(descriptor));
    if (!wanted)
        return 0;
    if (request.forcedColorDepth >= 0)
        return request.forcedColorDepth;
    const int depth = colorDepthOf(valueIn(environment, "TERM"), valueIn(environment, "COLORTERM"));
    if (request.color == ColorMode::Always)
        return std::max(kFewest, depth);
    return depth >= kFewest && enableEscapeSequences(descriptor) ? depth : 0;
}

/// The first of these that is set decides, as for every program of this system.
static bool isUnicode(const QByteArrayList &environment)
{
    for (const char *name : { "LC_ALL", "LC_CTYPE", "LANG" }) {
        const QByteArray value = valueIn(environment, name).toLower();
        if (!value.isEmpty())
            return value.contains("utf-8") || value.contains("utf8");
    }
    return false;
}

FormatterContext terminalContext(const RunRequest &request, const QByteArrayList &environment)
{
    FormatterContext context;
    context.options = request.formatter.options;
    context.presentation = request.presentation;
    for (int stream = 0; stream < 2; ++stream) {
        const int descriptor = stream + 1;
        context.terminal[stream] = isTerminal(descriptor);
        context.colorDepth[stream] = colorDepth(request, environment, descriptor);
        if (const auto size = terminalSize(descriptor)) {
            context.columns = size->columns;
            context.rows = size->rows;
        }
    }
    context.unicode = isUnicode(environment);
    return context;
}

FormatterContext fileContext(const RunRequest &request, const PluginChoice &formatter)
{
    FormatterContext context;
    context.options = formatter.options;
    context.presentation = request.presentation;
    return context;
}

} // namespace prun
