// SPDX-License-Identifier: MIT
#include "concurrently_formatter.h"

#include <prun/formatter.h>

#include <QtCore/qobject.h>

namespace prun {

class ConcurrentlyPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "concurrently.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) override
    {
        return ConcurrentlyFormatter::create(context);
    }
};

} // namespace prun

#include "concurrently_plugin.moc"
