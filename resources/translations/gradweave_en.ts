<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>DataFacts</name>
        <message numerus="yes">
            <source>%1: %n classes</source>
            <translation>
                <numerusform>%1: %n class</numerusform>
                <numerusform>%1: %n classes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Facts</name>
        <message numerus="yes">
            <source>%n classes</source>
            <translation>
                <numerusform>%n class</numerusform>
                <numerusform>%n classes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Group</name>
        <message numerus="yes">
            <source>%n blocks</source>
            <translation>
                <numerusform>%n block</numerusform>
                <numerusform>%n blocks</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::CanvasView</name>
        <message numerus="yes">
            <source>Let go to choose one of %n outputs</source>
            <translation>
                <numerusform>Let go to choose one of %n outputs</numerusform>
                <numerusform>Let go to choose one of %n outputs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Let go to choose one of %n inputs</source>
            <translation>
                <numerusform>Let go to choose one of %n inputs</numerusform>
                <numerusform>Let go to choose one of %n inputs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n blocks selected</source>
            <translation>
                <numerusform>%n block selected</numerusform>
                <numerusform>%n blocks selected</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::ExportDialog</name>
        <message numerus="yes">
            <source>Exported %n files, %1.</source>
            <translation>
                <numerusform>Exported %n file, %1.</numerusform>
                <numerusform>Exported %n files, %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n files were written.</source>
            <translation>
                <numerusform>%1 of %n file was written.</numerusform>
                <numerusform>%1 of %n files were written.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n tensors, %1; %2</source>
            <translation>
                <numerusform>%n tensor, %1; %2</numerusform>
                <numerusform>%n tensors, %1; %2</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::GraphView</name>
        <message numerus="yes">
            <source>Laying out %n boxes…</source>
            <translation>
                <numerusform>Laying out %n box…</numerusform>
                <numerusform>Laying out %n boxes…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::Inspector</name>
        <message numerus="yes">
            <source>%n blocks selected</source>
            <translation>
                <numerusform>%n block selected</numerusform>
                <numerusform>%n blocks selected</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::PictureView</name>
        <message numerus="yes">
            <source>%n operations</source>
            <translation>
                <numerusform>%n operation</numerusform>
                <numerusform>%n operations</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::SampleTableModel</name>
        <message numerus="yes">
            <source>%n classes</source>
            <translation>
                <numerusform>%n class</numerusform>
                <numerusform>%n classes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>… and %n more</source>
            <translation>
                <numerusform>… and %n more</numerusform>
                <numerusform>… and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::ScatterView</name>
        <message numerus="yes">
            <source>%n points</source>
            <translation>
                <numerusform>%n point</numerusform>
                <numerusform>%n points</numerusform>
            </translation>
        </message>
    </context>
</TS>
