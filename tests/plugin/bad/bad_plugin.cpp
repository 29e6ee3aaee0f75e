// SPDX-License-Identifier: MIT
// One formatter plugin; which BAD_… is defined says what is wrong with it.
#include <prun/formatter.h>

#include <QtCore/qobject.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#ifdef BAD_IID
#define BAD_PLUGIN_IID "org.prun.Formatter/0"
#elif defined(BAD_FOREIGN_IID)
#define BAD_PLUGIN_IID "org.example.Teapot"
#else
#define BAD_PLUGIN_IID PRUN_FORMATTER_IID
#endif

namespace prun {

#ifdef BAD_SYMBOL
void nobodyDefinesThis();
#endif

class BadFormatter final : public Formatter
{
public:
    void consume(const Event &, Output &out) override
    {
        out.append(Stream::Out, "half a li");
#ifdef BAD_THROW_CONSUME
        throw 1;
#endif
    }
    std::chrono::milliseconds tickInterval() const override
    {
        return std::chrono::milliseconds(1);
    }
    void tick(Nanoseconds, Output &) override
    {
#ifdef BAD_THROW_TICK
        throw std::runtime_error("no clock\nat all");
#endif
    }
};

#ifdef BAD_INTERFACE
class BadPlugin final : public QObject
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID BAD_PLUGIN_IID FILE "plugin.json")
};
#else
class BadPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID BAD_PLUGIN_IID FILE "plugin.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    BadPlugin()
    {
#ifdef BAD_EXIT
        std::_Exit(0);
#elif defined(BAD_CRASH)
        std::fputs("first line\nabout to crash\n", stderr);
        std::abort();
#elif defined(BAD_HANG)
        for (volatile bool forever = true; forever;)
            forever = true;
#elif defined(BAD_THROW_CONSTRUCTOR)
        throw 1;
#elif defined(BAD_SYMBOL)
        nobodyDefinesThis();
#endif
    }

    Result<std::unique_ptr<Formatter>> create(const FormatterContext &) override
    {
#ifdef BAD_THROW_CREATE
        throw 1;
#elif defined(BAD_MAKE_NOTHING)
        return std::unique_ptr<Formatter>();
#else
        return std::unique_ptr<Formatter>(std::make_unique<BadFormatter>());
#endif
    }
};
#endif

} // namespace prun

#include "bad_plugin.moc"
