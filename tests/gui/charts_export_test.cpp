// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <fstream>
#include <sstream>

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <gtest/gtest.h>

#include "tests/gui/charts_samples.h"
#include "analysis/data/core/maker_mark.h"
#include "widgets/export/figure_exporter.h"

namespace maskscope {
namespace {

namespace fs = std::filesystem;

class ChartsExport : public testing::Test {
protected:
    fs::path file(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    fs::path exported(const Figure& figure, ExportFormat format, const std::string& name, double widthMm = 180,
                      double heightMm = 0)
    {
        ExportOptions options;
        options.format = format;
        options.widthMm = widthMm;
        options.heightMm = heightMm;
        const fs::path path = file(name + "." + std::string(exportFormatName(format)));
        const auto result = FigureExporter::exportFigure(figure, path, options);
        EXPECT_TRUE(result) << (result ? "" : result.error().sentence());
        return path;
    }

    QTemporaryDir m_folder;
};

QByteArray bytesOf(const fs::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path;
    return file.readAll();
}

/// Standard output of a program; fails the test where it fails.
QString outputOf(const char* program, const QStringList& arguments)
{
    QProcess process;
    process.start(QString::fromUtf8(program), arguments);
    EXPECT_TRUE(process.waitForFinished(60000)) << program;
    EXPECT_EQ(process.exitCode(), 0) << program << ": " << process.readAllStandardError().toStdString();
    return QString::fromUtf8(process.readAllStandardOutput());
}

struct SvgFacts {
    QString width, height, text;
    int clips = 0;
};

SvgFacts readSvg(const fs::path& path)
{
    SvgFacts facts;
    QXmlStreamReader xml(bytesOf(path));
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("svg")) {
            facts.width = xml.attributes().value(QLatin1String("width")).toString();
            facts.height = xml.attributes().value(QLatin1String("height")).toString();
        } else if (xml.name() == QLatin1String("text")) {
            facts.text += xml.readElementText() + QLatin1Char('\n');
        } else if (xml.name() == QLatin1String("clipPath")) {
            ++facts.clips;
        }
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    return facts;
}

TEST_F(ChartsExport, SvgIsValidExactAndKeepsItsText)
{
    for (const auto& [name, figure] : samples::all()) {
        const SvgFacts facts = readSvg(exported(figure, ExportFormat::Svg, name, 85.3));
        EXPECT_EQ(facts.width, QStringLiteral("85.3mm"));
        EXPECT_TRUE(facts.height.endsWith(QLatin1String("mm")));
        EXPECT_TRUE(facts.text.contains(QStringLiteral("Maskscope 0.1.0"))) << name;
    }
    const SvgFacts sized = readSvg(exported(samples::pcaSpectra(3), ExportFormat::Svg, "sized", 180, 77.7));
    EXPECT_EQ(sized.height, QStringLiteral("77.7mm"));
    EXPECT_TRUE(sized.text.contains(QStringLiteral("10⁻²")));
    EXPECT_GT(sized.clips, 0);
}

TEST_F(ChartsExport, SvgConvertsWithLibrsvg)
{
    if (!fs::exists(MASKSCOPE_RSVG_CONVERT))
        GTEST_SKIP() << "rsvg-convert (librsvg2-bin) is not installed";
    for (const auto& [name, figure] : samples::all()) {
        const fs::path svg = exported(figure, ExportFormat::Svg, name, 180, 120);
        const fs::path png = file(name + "_rsvg.png");
        outputOf(MASKSCOPE_RSVG_CONVERT,
                 { QStringLiteral("-d"), QStringLiteral("96"), QStringLiteral("-p"), QStringLiteral("96"),
                   QString::fromStdString(svg.string()), QStringLiteral("-o"), QString::fromStdString(png.string()) });
        const QImage image(QString::fromStdString(png.string()));
        EXPECT_NEAR(image.width(), 180 / 25.4 * 96, 1) << name;
        EXPECT_NEAR(image.height(), 120 / 25.4 * 96, 1) << name;
    }
}

TEST_F(ChartsExport, PdfHasTheExactPageSelectableTextAndATitle)
{
    if (!fs::exists(MASKSCOPE_PDFINFO) || !fs::exists(MASKSCOPE_PDFTOTEXT))
        GTEST_SKIP() << "pdfinfo and pdftotext (poppler-utils) are not installed";
    const QString path = QString::fromStdString(
        exported(samples::positionCorrelation(3), ExportFormat::Pdf, "position", 180, 123.4).string());
    const QString info = outputOf(MASKSCOPE_PDFINFO, { path });
    const auto size = QRegularExpression(QStringLiteral("Page size: +([0-9.]+) x ([0-9.]+) pts")).match(info);
    ASSERT_TRUE(size.hasMatch()) << info.toStdString();
    EXPECT_NEAR(size.captured(1).toDouble(), 180 / 25.4 * 72, 1e-2);
    EXPECT_NEAR(size.captured(2).toDouble(), 123.4 / 25.4 * 72, 1e-2);
    EXPECT_TRUE(info.contains(QStringLiteral("Position correlation"))) << info.toStdString();
    EXPECT_TRUE(info.contains(QStringLiteral("Maskscope"))) << info.toStdString();
    EXPECT_TRUE(info.contains(QRegularExpression(QStringLiteral("Pages: +1\n")))) << info.toStdString();
    const QString text = outputOf(MASKSCOPE_PDFTOTEXT, { QStringLiteral("-layout"), path, QStringLiteral("-") });
    for (const char* part :
         { "Position correlation", "M75 · mask 0.75", "Dimension (sorted)", "sha256 9f86d081884c7d65" })
        EXPECT_TRUE(text.contains(QString::fromUtf8(part))) << part << " in\n" << text.toStdString();
}

TEST_F(ChartsExport, PngHasTheExactPixelsAndResolutionAndRepeats)
{
    const Figure figure = samples::scalpMaps(3, true);
    const fs::path first = exported(figure, ExportFormat::Png, "first", 85, 60);
    const fs::path second = exported(figure, ExportFormat::Png, "second", 85, 60);
    EXPECT_EQ(bytesOf(first), bytesOf(second));
    const QImage image(QString::fromStdString(first.string()));
    EXPECT_EQ(image.width(), std::lround(85 / 25.4 * 300));
    EXPECT_EQ(image.height(), std::lround(60 / 25.4 * 300));
    EXPECT_EQ(image.dotsPerMeterX(), 11811);
    EXPECT_EQ(image.text(QStringLiteral("Title")), QStringLiteral("Channel diversity"));
}

TEST_F(ChartsExport, AllStylesAndWidthsAreWritten)
{
    for (const auto& [name, figure] : samples::all())
        for (const ExportStyle style : { ExportStyle::Print, ExportStyle::Screen, ExportStyle::ScreenDark }) {
            ExportOptions options;
            options.format = ExportFormat::Png;
            options.style = style;
            options.dpi = 72;
            EXPECT_TRUE(FigureExporter::exportFigure(figure, file(name + ".png"), options)) << name;
        }
}

TEST_F(ChartsExport, ABadPathGivesASentenceAndLeavesNothing)
{
    const fs::path absent = file("no such folder") / "figure.svg";
    for (const ExportFormat format : { ExportFormat::Svg, ExportFormat::Pdf, ExportFormat::Png }) {
        ExportOptions options;
        options.format = format;
        const auto result = FigureExporter::exportFigure(samples::pcaSpectra(1), absent, options);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::UnwritableOutput);
        EXPECT_NE(result.error().sentence().find("no such folder"), std::string::npos) << result.error().sentence();
    }
    EXPECT_TRUE(fs::is_empty(m_folder.path().toStdString()));
}

TEST_F(ChartsExport, EveryFormatSaysWhoMadeIt)
{
    for (const ExportFormat format : { ExportFormat::Svg, ExportFormat::Pdf, ExportFormat::Png, ExportFormat::Csv })
        for (const auto& [name, figure] : samples::all())
            EXPECT_TRUE(isOwnDocument(exported(figure, format, name), "figure"))
                << name << '.' << exportFormatName(format);
}

TEST_F(ChartsExport, SizesOutOfRangeAreRefused)
{
    for (const auto& [width, height, dpi] :
         { std::tuple(0.0, 0.0, 300), std::tuple(1e9, 0.0, 300), std::tuple(std::nan(""), 0.0, 300),
           std::tuple(180.0, -5.0, 300), std::tuple(180.0, 0.0, 0), std::tuple(1900.0, 0.0, 2400) }) {
        ExportOptions options { ExportFormat::Png, width, height, dpi, ExportStyle::Print };
        const auto result = FigureExporter::exportFigure(samples::pcaSpectra(1), file("x.png"), options);
        ASSERT_FALSE(result) << width << ' ' << height << ' ' << dpi;
        EXPECT_EQ(result.error().code, ErrorCode::InvalidArgument) << result.error().sentence();
    }
    EXPECT_TRUE(fs::is_empty(m_folder.path().toStdString()));
}

TEST_F(ChartsExport, FormatsAreKnownByNameAndSuffix)
{
    EXPECT_EQ(exportFormat("svg"), ExportFormat::Svg);
    EXPECT_EQ(exportFormat(".PDF"), ExportFormat::Pdf);
    EXPECT_EQ(exportFormat("Png"), ExportFormat::Png);
    EXPECT_EQ(exportFormat("csv"), ExportFormat::Csv);
    EXPECT_EQ(exportFormat("jpeg"), std::nullopt);
}

} // namespace
} // namespace maskscope
