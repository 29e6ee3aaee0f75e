// SPDX-License-Identifier: MIT
// CPU time that the default formatter takes for a gigabyte of lines, by the length of the lines.
#include <prun/formatter.h>

#include <QtCore/qpluginloader.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace prun;

namespace {

constexpr qsizetype total = 1'000'000'000;
constexpr qsizetype chunk = 64 * 1024;

double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double measure(FormatterPlugin &plugin, qsizetype lineLength, int colorDepth)
{
    QByteArray text;
    while (text.size() + lineLength <= chunk)
        text += QByteArray(lineLength - 1, 'x') + '\n';
    std::vector<TaskSpec> tasks(1);
    tasks[0].command = "generate";
    FormatterContext context;
    context.colorDepth[0] = colorDepth;
    Result<std::unique_ptr<Formatter>> formatter = plugin.create(context);
    QByteArray out;
    QByteArray err;
    Output output(&out, &err);
    (*formatter)->consume({ {}, RunStarted{ tasks, "run", 0, {} } }, output);
    const double before = cpuSeconds();
    for (qsizetype done = 0; done < total; done += text.size()) {
        (*formatter)->consume({ {}, TaskOutput{ TaskId(0), Stream::Out, false, text } }, output);
        out.resize(0);
    }
    return cpuSeconds() - before;
}

} // namespace

int main()
{
    for (const QStaticPlugin &plugin : QPluginLoader::staticPlugins()) {
        auto *root = qobject_cast<FormatterPlugin *>(plugin.instance());
        if (!root)
            continue;
        for (const qsizetype length : { 1, 8, 60, 300, 4000 })
            std::printf("lines of %4d bytes: %.2f s/GB, with coloured labels %.2f s/GB\n",
                        static_cast<int>(length), measure(*root, length, 0),
                        measure(*root, length, 24));
        return EXIT_SUCCESS;
    }
    std::fprintf(stderr, "no formatter is linked in\n");
    return EXIT_FAILURE;
}
