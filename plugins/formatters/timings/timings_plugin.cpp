// SPDX-License-Identifier: MIT
#include "timings_formatter.h"

#include <QtCore/qobject.h>

namespace prun {

class TimingsPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "timings.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) override
    {
        Result<Labels> labels = Labels::create(context);
        if (!labels)
            return labels.error();
        return std::unique_ptr<Formatter>(
            std::make_unique<TimingsFormatter>(context, std::move(*labels)));
    }
};

} // namespace prun

#include "timings_plugin.moc"
