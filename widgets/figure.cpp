#include "widgets/figure.h"

#include <QAccessibleWidget>
#include <QVariant>

namespace sightline::widgets {

namespace {

const char* const roleProperty = "sightlineFigureRole";
const char* const readoutProperty = "sightlineFigureReadout";

class FigureInterface : public QAccessibleWidget {
public:
    FigureInterface(QWidget* widget, QAccessible::Role role) : QAccessibleWidget(widget, role) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        QString readout = widget()->property(readoutProperty).toString();
        if (kind == QAccessible::Value)
            return readout;
        // Readers that know no value of a graphic read its description.
        if (kind == QAccessible::Description && !readout.isEmpty()) {
            const QString description = widget()->accessibleDescription();
            return description.isEmpty() ? readout : description + QStringLiteral(". ") + readout;
        }
        return QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface* figureFactory(const QString&, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    if (widget == nullptr)
        return nullptr;
    const QVariant role = widget->property(roleProperty);
    return role.isValid() ? new FigureInterface(widget, static_cast<QAccessible::Role>(role.toInt())) : nullptr;
}

}  // namespace

void makeFigure(QWidget* widget, QAccessible::Role role)
{
    static const bool installed = [] {
        QAccessible::installFactory(figureFactory);
        return true;
    }();
    Q_UNUSED(installed);
    widget->setProperty(roleProperty, static_cast<int>(role));
}

void setFigureReadout(QWidget* widget, const QString& readout)
{
    if (widget->property(readoutProperty).toString() == readout)
        return;
    widget->setProperty(readoutProperty, readout);
    if (!QAccessible::isActive())
        return;
    QAccessibleValueChangeEvent valueChanged(widget, readout);
    QAccessible::updateAccessibility(&valueChanged);
    QAccessibleEvent descriptionChanged(widget, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&descriptionChanged);
}

}  // namespace sightline::widgets
