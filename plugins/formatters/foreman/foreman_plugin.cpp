// SPDX-License-Identifier: MIT
#include "foreman_formatter.h"

#include <QtCore/qobject.h>

namespace prun {

class ForemanPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "foreman.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) override
    {
        return ForemanFormatter::create(context);
    }
};

} // namespace prun

#include "foreman_plugin.moc"
