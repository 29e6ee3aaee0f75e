// SPDX-License-Identifier: MIT
#include "jsonl_formatter.h"

#include <QtCore/qobject.h>

namespace prun {

class JsonlPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "jsonl.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &) override
    {
        return std::unique_ptr<Formatter>(std::make_unique<JsonlFormatter>());
    }
};

} // namespace prun

#include "jsonl_plugin.moc"
