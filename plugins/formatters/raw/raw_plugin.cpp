// SPDX-License-Identifier: MIT
#include "raw_formatter.h"

#include <QtCore/qobject.h>

namespace prun {

class RawPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "raw.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) override
    {
        return std::unique_ptr<Formatter>(std::make_unique<RawFormatter>(context));
    }
};

} // namespace prun

#include "raw_plugin.moc"
