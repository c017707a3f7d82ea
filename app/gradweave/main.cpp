// SPDX-License-Identifier: GPL-3.0-or-later
// gradweave: the window.
#include <QApplication>
#include <QCommandLineParser>
#include <QFutureWatcher>
#include <QtConcurrent>
#include <clocale>
#include <csignal>
#include <cstdio>

#include "app/cli/command_line.h"
#include "app/gradweave/end_of_session.h"
#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/translations.h"
#include "app/gradweave/windows.h"
#include "engine/io/locations.h"
#include "engine/model/plugins.h"
#include "engine/runtime/devices.h"
#include "ui/panels/message_strip.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

using namespace gradweave;

namespace {

struct DeviceLine {
    QString line, details;
};

/// On another thread: the first look at the CPU opens a library. Other devices' drivers are not
/// asked here but when the list of devices is opened.
DeviceLine describeDevices() {
    return {QCoreApplication::translate("Start", "Devices: %1")
                .arg(ui::qtext(runtime::default_device()->description())),
            QCoreApplication::translate(
                "Start", "The training settings list what else there is to compute with.")};
}

ui::Appearance chosenAppearance() {
    const QString name = app::preferences()->value(QStringLiteral("appearance")).toString();
    return name == QLatin1String("light")      ? ui::Appearance::light
           : name == QLatin1String("dark")     ? ui::Appearance::dark
           : name == QLatin1String("contrast") ? ui::Appearance::highContrast
                                               : ui::Appearance::system;
}

void describeOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Build and train neural networks by sight."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({QStringLiteral("example"),
                      QCoreApplication::translate("main", "Open an example project."),
                      QCoreApplication::translate("main", "name")});
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QCoreApplication::translate("main", "Project to open."),
                                 QStringLiteral("[FILE]"));
}

void openWhatWasAskedFor(app::MainWindow& window, const QCommandLineParser& parser) {
    try {
        if (parser.isSet(QStringLiteral("example"))) {
            const std::string name = parser.value(QStringLiteral("example")).toStdString();
            window.openExample(ui::qtext(io::example_path(name).string()));
        } else if (!parser.positionalArguments().isEmpty()) {
            window.openPath(parser.positionalArguments().constFirst());
        }
    } catch (const Error& error) {
        window.messages().showMessage(ui::MessageStrip::Kind::error,
                                      ui::sentenceText(error.what()));
    }
}

}  // namespace

int main(int argc, char** argv) {
    // Every command of gradweave-cli works here too, without a display.
    if (const std::vector<std::string> arguments(argv + 1, argv + argc); cli::is_command(arguments))
        return cli::run("gradweave", arguments);
    // Plug-ins are tried in child processes, which wants a program without threads.
    auto catalogue = std::make_shared<model::Catalogue>();
    const auto plugins = model::load_plugins(*catalogue, model::plugin_folders());

    QApplication application(argc, argv);
    // Numbers in files have points, whatever the user's language is.
    std::setlocale(LC_NUMERIC, "C");
    // A file that may not grow further is an error to tell, not a reason to end.
    std::signal(SIGXFSZ, SIG_IGN);
    QApplication::setApplicationName(QStringLiteral("gradweave"));
    QApplication::setApplicationDisplayName(QStringLiteral("Gradweave"));
    QApplication::setApplicationVersion(QStringLiteral(GRADWEAVE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.gradweave.Gradweave"));

    QCommandLineParser parser;
    describeOptions(parser);
    if (!parser.parse(application.arguments())) {
        std::fprintf(stderr, "gradweave: %s\n", qPrintable(parser.errorText()));
        return 2;  // what the command line returns for wrong usage
    }
    if (parser.isSet(QStringLiteral("help"))) parser.showHelp(0);
    if (parser.isSet(QStringLiteral("version"))) parser.showVersion();

    app::useLanguage(app::preferences()->value(QStringLiteral("language")).toString());
    ui::ThemeManager::instance().apply(chosenAppearance());
    QApplication::setWindowIcon(ui::applicationIcon());
    app::Windows windows(catalogue);
    const app::EndOfSession end(windows);
    app::MainWindow& window = windows.add();
    for (const auto& plugin : plugins) {
        if (!plugin.problem.empty())
            window.messages().showMessage(ui::MessageStrip::Kind::warning,
                                          ui::sentenceText(plugin.problem));
    }
    QFutureWatcher<DeviceLine> devices;
    QObject::connect(&devices, &QFutureWatcher<DeviceLine>::finished, &windows,
                     [&] { windows.setDevices(devices.result().line, devices.result().details); });
    devices.setFuture(QtConcurrent::run(describeDevices));
    openWhatWasAskedFor(window, parser);
    window.offerRecovery();
    return application.exec();
}
