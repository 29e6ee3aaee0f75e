// SPDX-License-Identifier: MIT
#include "common/labelled_formatter.h"

#include <prun/formatter.h>

#include <QtCore/qobject.h>

namespace prun {

class PrefixPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "prefix.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) override
    {
        return LabelledFormatter::create(context, LabelledFormatter::Order::Live);
    }
};

} // namespace prun

#include "prefix_plugin.moc"
