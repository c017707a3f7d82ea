<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>Actions</name>
        <message>
            <source>&amp;New</source>
            <translation>&amp;Neu</translation>
        </message>
        <message>
            <source>Begin an empty project</source>
            <translation>Ein leeres Projekt beginnen</translation>
        </message>
        <message>
            <source>New &amp;window</source>
            <translation>Neues &amp;Fenster</translation>
        </message>
        <message>
            <source>Another window, for another project</source>
            <translation>Ein weiteres Fenster für ein anderes Projekt</translation>
        </message>
        <message>
            <source>&amp;Open…</source>
            <translation>&amp;Öffnen…</translation>
        </message>
        <message>
            <source>Open a project file</source>
            <translation>Eine Projektdatei öffnen</translation>
        </message>
        <message>
            <source>S&amp;tart page</source>
            <translation>S&amp;tartseite</translation>
        </message>
        <message>
            <source>Examples and recent projects</source>
            <translation>Beispiele und zuletzt benutzte Projekte</translation>
        </message>
        <message>
            <source>&amp;Save</source>
            <translation>&amp;Speichern</translation>
        </message>
        <message>
            <source>Save the project</source>
            <translation>Das Projekt speichern</translation>
        </message>
        <message>
            <source>Save &amp;as…</source>
            <translation>Speichern &amp;unter…</translation>
        </message>
        <message>
            <source>Save the project under another name</source>
            <translation>Das Projekt unter einem anderen Namen speichern</translation>
        </message>
        <message>
            <source>&amp;Export…</source>
            <translation>&amp;Exportieren…</translation>
        </message>
        <message>
            <source>Write weights, pictures or code for other programs</source>
            <translation>Gewichte, Bilder oder Code für andere Programme schreiben</translation>
        </message>
        <message>
            <source>&amp;Close project</source>
            <translation>Projekt s&amp;chließen</translation>
        </message>
        <message>
            <source>Close the project</source>
            <translation>Das Projekt schließen</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>Quit Gradweave</source>
            <translation>Gradweave beenden</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>&amp;Rückgängig</translation>
        </message>
        <message>
            <source>Undo the last edit</source>
            <translation>Die letzte Änderung zurücknehmen</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>&amp;Wiederholen</translation>
        </message>
        <message>
            <source>Redo what was undone</source>
            <translation>Zurückgenommenes wiederholen</translation>
        </message>
        <message>
            <source>Cu&amp;t</source>
            <translation>&amp;Ausschneiden</translation>
        </message>
        <message>
            <source>Move the selected blocks to the clipboard</source>
            <translation>Die gewählten Blöcke in die Zwischenablage verschieben</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <source>Copy the selected blocks</source>
            <translation>Die gewählten Blöcke kopieren</translation>
        </message>
        <message>
            <source>&amp;Paste</source>
            <translation>&amp;Einfügen</translation>
        </message>
        <message>
            <source>Paste blocks at the mouse</source>
            <translation>Blöcke an der Maus einfügen</translation>
        </message>
        <message>
            <source>Paste with &amp;wires</source>
            <translation>Mit &amp;Leitungen einfügen</translation>
        </message>
        <message>
            <source>Paste blocks and keep the wires that led to the originals</source>
            <translation>Blöcke einfügen und die Leitungen behalten, die zu den Vorbildern führten</translation>
        </message>
        <message>
            <source>&amp;Duplicate</source>
            <translation>&amp;Verdoppeln</translation>
        </message>
        <message>
            <source>Copy the selected blocks beside themselves</source>
            <translation>Die gewählten Blöcke neben sich selbst kopieren</translation>
        </message>
        <message>
            <source>Dupl&amp;icate with wires</source>
            <translation>Mit Leitungen ver&amp;doppeln</translation>
        </message>
        <message>
            <source>Copy the selected blocks and feed the copies alike</source>
            <translation>Die gewählten Blöcke kopieren und die Kopien gleich speisen</translation>
        </message>
        <message>
            <source>De&amp;lete</source>
            <translation>L&amp;öschen</translation>
        </message>
        <message>
            <source>Remove the selected blocks or wires</source>
            <translation>Die gewählten Blöcke oder Leitungen entfernen</translation>
        </message>
        <message>
            <source>Delete and r&amp;econnect</source>
            <translation>Löschen und ver&amp;binden</translation>
        </message>
        <message>
            <source>Remove the selected blocks and join what they stood between</source>
            <translation>Die gewählten Blöcke entfernen und verbinden, wozwischen sie standen</translation>
        </message>
        <message>
            <source>Select &amp;all</source>
            <translation>Alle&amp;s auswählen</translation>
        </message>
        <message>
            <source>Select all blocks</source>
            <translation>Alle Blöcke auswählen</translation>
        </message>
        <message>
            <source>Re&amp;name</source>
            <translation>&amp;Umbenennen</translation>
        </message>
        <message>
            <source>Rename the selected block</source>
            <translation>Den gewählten Block umbenennen</translation>
        </message>
        <message>
            <source>Preference&amp;s…</source>
            <translation>E&amp;instellungen…</translation>
        </message>
        <message>
            <source>Appearance, language, wheel, keys</source>
            <translation>Erscheinungsbild, Sprache, Mausrad, Tasten</translation>
        </message>
        <message>
            <source>&amp;Find block…</source>
            <translation>Block &amp;finden…</translation>
        </message>
        <message>
            <source>Find a block by its name</source>
            <translation>Einen Block an seinem Namen finden</translation>
        </message>
        <message>
            <source>&amp;Add block…</source>
            <translation>Block &amp;hinzufügen…</translation>
        </message>
        <message>
            <source>Search for a block and add it at the mouse</source>
            <translation>Einen Block suchen und an der Maus hinzufügen</translation>
        </message>
        <message>
            <source>&amp;Connect</source>
            <translation>&amp;Verbinden</translation>
        </message>
        <message>
            <source>Connect the two selected blocks</source>
            <translation>Die beiden gewählten Blöcke verbinden</translation>
        </message>
        <message>
            <source>&amp;Disconnect</source>
            <translation>&amp;Trennen</translation>
        </message>
        <message>
            <source>Remove all wires of the selected blocks</source>
            <translation>Alle Leitungen der gewählten Blöcke entfernen</translation>
        </message>
        <message>
            <source>Alt+click on a socket</source>
            <translation>Alt+Klick auf einen Anschluss</translation>
        </message>
        <message>
            <source>C&amp;ut wires</source>
            <translation>Leitungen &amp;durchschneiden</translation>
        </message>
        <message>
            <source>Draw a stroke that removes the wires it crosses</source>
            <translation>Einen Strich ziehen, der alle gekreuzten Leitungen entfernt</translation>
        </message>
        <message>
            <source>Ctrl+Alt+drag, Y+drag</source>
            <translation>Strg+Alt+Ziehen, Y+Ziehen</translation>
        </message>
        <message>
            <source>&amp;Pull out of chain</source>
            <translation>Aus der Kette &amp;ziehen</translation>
        </message>
        <message>
            <source>Take the selected blocks out and join what they stood between</source>
            <translation>Die gewählten Blöcke herausnehmen und verbinden, wozwischen sie standen</translation>
        </message>
        <message>
            <source>Alt+drag</source>
            <translation>Alt+Ziehen</translation>
        </message>
        <message>
            <source>Add r&amp;eroute point</source>
            <translation>&amp;Wegpunkt hinzufügen</translation>
        </message>
        <message>
            <source>Lead the selected wire through another place</source>
            <translation>Die gewählte Leitung über einen weiteren Ort führen</translation>
        </message>
        <message>
            <source>Double-click on a wire</source>
            <translation>Doppelklick auf eine Leitung</translation>
        </message>
        <message>
            <source>Remo&amp;ve reroute points</source>
            <translation>Wegpunkte &amp;entfernen</translation>
        </message>
        <message>
            <source>Let the selected wires go straight again</source>
            <translation>Die gewählten Leitungen wieder gerade führen</translation>
        </message>
        <message>
            <source>Double-click on the point</source>
            <translation>Doppelklick auf den Punkt</translation>
        </message>
        <message>
            <source>&amp;Bypass</source>
            <translation>Ü&amp;berbrücken</translation>
        </message>
        <message>
            <source>Let the selected blocks pass their input on unchanged, or take that off</source>
            <translation>Die gewählten Blöcke ihre Eingabe unverändert weitergeben lassen, oder das aufheben</translation>
        </message>
        <message>
            <source>&amp;Mute</source>
            <translation>&amp;Stummschalten</translation>
        </message>
        <message>
            <source>Leave the selected blocks out, with all that they give, or take them in again</source>
            <translation>Die gewählten Blöcke mit allem auslassen, was sie geben, oder wieder aufnehmen</translation>
        </message>
        <message>
            <source>C&amp;ollapse</source>
            <translation>E&amp;inklappen</translation>
        </message>
        <message>
            <source>Show the selected blocks as their titles alone, or open them again</source>
            <translation>Die gewählten Blöcke nur als Titel zeigen, oder wieder aufklappen</translation>
        </message>
        <message>
            <source>P&amp;in</source>
            <translation>&amp;Anheften</translation>
        </message>
        <message>
            <source>Keep the selected blocks from being moved or deleted, or release them</source>
            <translation>Die gewählten Blöcke vor Verschieben und Löschen bewahren, oder sie lösen</translation>
        </message>
        <message>
            <source>&amp;Frame</source>
            <translation>&amp;Rahmen</translation>
        </message>
        <message>
            <source>Put a titled frame around the selected blocks</source>
            <translation>Einen Rahmen mit Titel um die gewählten Blöcke ziehen</translation>
        </message>
        <message>
            <source>&amp;Take out of frame</source>
            <translation>Aus dem Rahmen &amp;nehmen</translation>
        </message>
        <message>
            <source>Take the selected blocks out of their frame</source>
            <translation>Die gewählten Blöcke aus ihrem Rahmen nehmen</translation>
        </message>
        <message>
            <source>A&amp;rrange</source>
            <translation>An&amp;ordnen</translation>
        </message>
        <message>
            <source>Arrange the selected blocks, or all, in columns along the wires</source>
            <translation>Die gewählten Blöcke, oder alle, in Spalten entlang der Leitungen anordnen</translation>
        </message>
        <message>
            <source>Align &amp;left</source>
            <translation>&amp;Links ausrichten</translation>
        </message>
        <message>
            <source>Align the left edges of the selected blocks</source>
            <translation>Die gewählten Blöcke an ihren linken Kanten ausrichten</translation>
        </message>
        <message>
            <source>Align &amp;right</source>
            <translation>&amp;Rechts ausrichten</translation>
        </message>
        <message>
            <source>Align the right edges of the selected blocks</source>
            <translation>Die gewählten Blöcke an ihren rechten Kanten ausrichten</translation>
        </message>
        <message>
            <source>Align &amp;top</source>
            <translation>&amp;Oben ausrichten</translation>
        </message>
        <message>
            <source>Align the top edges of the selected blocks</source>
            <translation>Die gewählten Blöcke an ihren oberen Kanten ausrichten</translation>
        </message>
        <message>
            <source>Align &amp;bottom</source>
            <translation>&amp;Unten ausrichten</translation>
        </message>
        <message>
            <source>Align the bottom edges of the selected blocks</source>
            <translation>Die gewählten Blöcke an ihren unteren Kanten ausrichten</translation>
        </message>
        <message>
            <source>&amp;Next block</source>
            <translation>N&amp;ächster Block</translation>
        </message>
        <message>
            <source>Select the next block along the wires</source>
            <translation>Den nächsten Block entlang der Leitungen wählen</translation>
        </message>
        <message>
            <source>Previou&amp;s block</source>
            <translation>Voriger B&amp;lock</translation>
        </message>
        <message>
            <source>Select the block that feeds this one</source>
            <translation>Den Block wählen, der diesen speist</translation>
        </message>
        <message>
            <source>Bloc&amp;k above</source>
            <translation>Bloc&amp;k darüber</translation>
        </message>
        <message>
            <source>Select the block above that shares a wire</source>
            <translation>Den Block darüber wählen, der eine Leitung teilt</translation>
        </message>
        <message>
            <source>Block belo&amp;w</source>
            <translation>Block dar&amp;unter</translation>
        </message>
        <message>
            <source>Select the block below that shares a wire</source>
            <translation>Den Block darunter wählen, der eine Leitung teilt</translation>
        </message>
        <message>
            <source>&amp;Fit all</source>
            <translation>&amp;Alles zeigen</translation>
        </message>
        <message>
            <source>Show the whole graph</source>
            <translation>Den ganzen Graphen zeigen</translation>
        </message>
        <message>
            <source>Fit &amp;selection</source>
            <translation>Au&amp;swahl zeigen</translation>
        </message>
        <message>
            <source>Show the selected blocks</source>
            <translation>Die gewählten Blöcke zeigen</translation>
        </message>
        <message>
            <source>&amp;Minimap</source>
            <translation>&amp;Übersicht</translation>
        </message>
        <message>
            <source>A small picture of the whole graph; by itself from 60 blocks on</source>
            <translation>Ein kleines Bild des ganzen Graphen; von selbst ab 60 Blöcken</translation>
        </message>
        <message>
            <source>&amp;100 %</source>
            <translation>&amp;100 %</translation>
        </message>
        <message>
            <source>Show everything in its own size</source>
            <translation>Alles in seiner eigenen Größe zeigen</translation>
        </message>
        <message>
            <source>Zoom &amp;in</source>
            <translation>Ver&amp;größern</translation>
        </message>
        <message>
            <source>Enlarge</source>
            <translation>Vergrößern</translation>
        </message>
        <message>
            <source>&amp;Zoom out</source>
            <translation>Ver&amp;kleinern</translation>
        </message>
        <message>
            <source>Reduce</source>
            <translation>Verkleinern</translation>
        </message>
        <message>
            <source>S&amp;nap to grid</source>
            <translation>Am &amp;Raster einrasten</translation>
        </message>
        <message>
            <source>Blocks snap to the grid and to each other; Ctrl while dragging inverts this</source>
            <translation>Blöcke rasten am Raster und aneinander ein; Strg beim Ziehen kehrt das um</translation>
        </message>
        <message>
            <source>As the &amp;system</source>
            <translation>Wie das &amp;System</translation>
        </message>
        <message>
            <source>Appearance: the theme of the desktop, light or dark</source>
            <translation>Erscheinungsbild: das Farbschema der Arbeitsoberfläche, hell oder dunkel</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>&amp;Hell</translation>
        </message>
        <message>
            <source>Appearance: the light theme</source>
            <translation>Erscheinungsbild: das helle Farbschema</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>&amp;Dunkel</translation>
        </message>
        <message>
            <source>Appearance: the dark theme</source>
            <translation>Erscheinungsbild: das dunkle Farbschema</translation>
        </message>
        <message>
            <source>&amp;Outline</source>
            <translation>G&amp;liederung</translation>
        </message>
        <message>
            <source>The graph as a tree of texts, to read and build by keyboard</source>
            <translation>Der Graph als Baum von Texten, zum Lesen und Bauen mit der Tastatur</translation>
        </message>
        <message>
            <source>&amp;History</source>
            <translation>&amp;Verlauf</translation>
        </message>
        <message>
            <source>All edits since the project was opened; choose one to go back to it</source>
            <translation>Alle Änderungen seit dem Öffnen des Projekts; wählen Sie eine, um zu ihr zurückzukehren</translation>
        </message>
        <message>
            <source>&amp;High contrast</source>
            <translation>Hoher &amp;Kontrast</translation>
        </message>
        <message>
            <source>Appearance: a theme of black and white with strong lines</source>
            <translation>Erscheinungsbild: ein Farbschema in Schwarz und Weiß mit kräftigen Linien</translation>
        </message>
        <message>
            <source>N&amp;ext pane</source>
            <translation>&amp;Nächster Bereich</translation>
        </message>
        <message>
            <source>Move the keyboard to the next part of the window</source>
            <translation>Die Tastatur in den nächsten Teil des Fensters bringen</translation>
        </message>
        <message>
            <source>&amp;Reset layout</source>
            <translation>Anordnung &amp;zurücksetzen</translation>
        </message>
        <message>
            <source>Put all panels back where they belong</source>
            <translation>Alle Bereiche dorthin zurückbringen, wohin sie gehören</translation>
        </message>
        <message>
            <source>&amp;Train</source>
            <translation>&amp;Trainieren</translation>
        </message>
        <message>
            <source>Train the network, or go on after a pause</source>
            <translation>Das Netz trainieren oder nach einer Pause fortfahren</translation>
        </message>
        <message>
            <source>&amp;Pause</source>
            <translation>&amp;Pause</translation>
        </message>
        <message>
            <source>Pause after the current batch</source>
            <translation>Nach dem laufenden Stapel anhalten</translation>
        </message>
        <message>
            <source>&amp;Stop</source>
            <translation>&amp;Stopp</translation>
        </message>
        <message>
            <source>Stop after the current batch and keep the weights</source>
            <translation>Nach dem laufenden Stapel aufhören und die Gewichte behalten</translation>
        </message>
        <message>
            <source>&amp;One step</source>
            <translation>Ein S&amp;chritt</translation>
        </message>
        <message>
            <source>Train on one batch, then pause</source>
            <translation>Auf einem Stapel trainieren, dann anhalten</translation>
        </message>
        <message>
            <source>&amp;Help on block</source>
            <translation>&amp;Hilfe zum Block</translation>
        </message>
        <message>
            <source>Explain the selected block in the inspector</source>
            <translation>Den gewählten Block im Inspektor erklären</translation>
        </message>
        <message>
            <source>&amp;Commands…</source>
            <translation>&amp;Befehle…</translation>
        </message>
        <message>
            <source>Search for a command</source>
            <translation>Einen Befehl suchen</translation>
        </message>
        <message>
            <source>&amp;About Gradweave</source>
            <translation>&amp;Über Gradweave</translation>
        </message>
        <message>
            <source>Version, licences, and what this program does not do</source>
            <translation>Version, Lizenzen, und was dieses Programm nicht tut</translation>
        </message>
        <message>
            <source>&amp;Group into a block</source>
            <translation>Zu einem Block &amp;gruppieren</translation>
        </message>
        <message>
            <source>Show the selected blocks as one, with their open ends as its sockets</source>
            <translation>Die gewählten Blöcke als einen zeigen, mit ihren offenen Enden als dessen Anschlüssen</translation>
        </message>
        <message>
            <source>Open group</source>
            <translation>Gruppe öffnen</translation>
        </message>
        <message>
            <source>Show what is in the selected group</source>
            <translation>Zeigen, was in der gewählten Gruppe ist</translation>
        </message>
        <message>
            <source>Close group</source>
            <translation>Gruppe schließen</translation>
        </message>
        <message>
            <source>Show the blocks of this frame as one again</source>
            <translation>Die Blöcke dieses Rahmens wieder als einen zeigen</translation>
        </message>
        <message>
            <source>Use my &amp;data…</source>
            <translation>Eigene &amp;Daten verwenden…</translation>
        </message>
        <message>
            <source>Adds a block for a table as .csv or .tsv, a text, or images in MNIST&apos;s IDX files</source>
            <translation>Fügt einen Block hinzu für eine Tabelle als .csv oder .tsv, einen Text oder Bilder in den IDX-Dateien von MNIST</translation>
        </message>
        <message>
            <source>&amp;Canvas</source>
            <translation>&amp;Zeichenfläche</translation>
        </message>
        <message>
            <source>Show the network on the canvas</source>
            <translation>Das Netz auf der Zeichenfläche zeigen</translation>
        </message>
        <message>
            <source>Computation &amp;graph</source>
            <translation>&amp;Rechengraph</translation>
        </message>
        <message>
            <source>Show what is computed: forward, with gradients, as kernels</source>
            <translation>Zeigen, was berechnet wird: vorwärts, mit Gradienten, als Kernel</translation>
        </message>
        <message>
            <source>&amp;Data</source>
            <translation>&amp;Daten</translation>
        </message>
        <message>
            <source>Show the samples of the data</source>
            <translation>Die Beispiele der Daten zeigen</translation>
        </message>
        <message>
            <source>&amp;Training</source>
            <translation>&amp;Training</translation>
        </message>
        <message>
            <source>Show the curves and figures of the run</source>
            <translation>Die Kurven und Zahlen des Laufs zeigen</translation>
        </message>
        <message>
            <source>&amp;Problems</source>
            <translation>&amp;Probleme</translation>
        </message>
        <message>
            <source>Show what is wrong with the network</source>
            <translation>Zeigen, was am Netz nicht stimmt</translation>
        </message>
        <message>
            <source>&amp;Log</source>
            <translation>Proto&amp;koll</translation>
        </message>
        <message>
            <source>Show what has happened</source>
            <translation>Zeigen, was geschehen ist</translation>
        </message>
    </context>
    <context>
        <name>BlockText</name>
        <message>
            <source>bypassed</source>
            <translation>überbrückt</translation>
        </message>
        <message>
            <source>muted</source>
            <translation>stumm</translation>
        </message>
        <message>
            <source>%1 ← not connected</source>
            <translation>%1 ← nicht verbunden</translation>
        </message>
        <message>
            <source>not used</source>
            <translation>nicht benutzt</translation>
        </message>
        <message>
            <source>from</source>
            <translation>von</translation>
        </message>
        <message>
            <source>to</source>
            <translation>nach</translation>
        </message>
        <message>
            <source>output %1</source>
            <translation>Ausgang %1</translation>
        </message>
        <message>
            <source>input %1</source>
            <translation>Eingang %1</translation>
        </message>
        <message>
            <source>pinned</source>
            <translation>angeheftet</translation>
        </message>
        <message>
            <source>in the frame %1</source>
            <translation>im Rahmen %1</translation>
        </message>
        <message>
            <source>problem: %1</source>
            <translation>Problem: %1</translation>
        </message>
        <message>
            <source>no problems</source>
            <translation>keine Probleme</translation>
        </message>
        <message>
            <source>unknown kind</source>
            <translation>unbekannte Art</translation>
        </message>
    </context>
    <context>
        <name>Canvas</name>
        <message>
            <source>Connect “%1”</source>
            <translation>„%1“ verbinden</translation>
        </message>
    </context>
    <context>
        <name>Catalogue</name>
        <message>
            <source>exp(x) - 1, right also where that is tiny.</source>
            <translation>exp(x) - 1, richtig auch, wo das winzig ist.</translation>
        </message>
        <message>
            <source>log(1 + x), right also where x is tiny; NaN below -1.</source>
            <translation>log(1 + x), richtig auch, wo x winzig ist; NaN unter -1.</translation>
        </message>
        <message>
            <source>x times x.</source>
            <translation>x mal x.</translation>
        </message>
        <message>
            <source>1 / x.</source>
            <translation>1 / x.</translation>
        </message>
        <message>
            <source>-1, 0 or 1; its gradient is 0.</source>
            <translation>-1, 0 oder 1; der Gradient ist 0.</translation>
        </message>
        <message>
            <source>The next whole number below; its gradient is 0.</source>
            <translation>Die nächste ganze Zahl darunter; der Gradient ist 0.</translation>
        </message>
        <message>
            <source>The next whole number above; its gradient is 0.</source>
            <translation>Die nächste ganze Zahl darüber; der Gradient ist 0.</translation>
        </message>
        <message>
            <source>The nearest whole number, of two the even one; its gradient is 0.</source>
            <translation>Die nächste ganze Zahl, von zweien die gerade; der Gradient ist 0.</translation>
        </message>
        <message>
            <source>Tangent of x in radians.</source>
            <translation>Tangens von x im Bogenmaß.</translation>
        </message>
        <message>
            <source>The angle whose sine is x; NaN outside -1 to 1.</source>
            <translation>Der Winkel, dessen Sinus x ist; NaN außerhalb von -1 bis 1.</translation>
        </message>
        <message>
            <source>The angle whose cosine is x; NaN outside -1 to 1.</source>
            <translation>Der Winkel, dessen Kosinus x ist; NaN außerhalb von -1 bis 1.</translation>
        </message>
        <message>
            <source>The angle whose tangent is x.</source>
            <translation>Der Winkel, dessen Tangens x ist.</translation>
        </message>
        <message>
            <source>Hyperbolic sine: (exp(x) - exp(-x)) / 2.</source>
            <translation>Sinus hyperbolicus: (exp(x) - exp(-x)) / 2.</translation>
        </message>
        <message>
            <source>Hyperbolic cosine: (exp(x) + exp(-x)) / 2.</source>
            <translation>Kosinus hyperbolicus: (exp(x) + exp(-x)) / 2.</translation>
        </message>
        <message>
            <source>The inverse of Sinh.</source>
            <translation>Die Umkehrung von Sinh.</translation>
        </message>
        <message>
            <source>The inverse of Cosh; NaN below 1.</source>
            <translation>Die Umkehrung von Cosh; NaN unter 1.</translation>
        </message>
        <message>
            <source>The inverse of Tanh; NaN outside -1 to 1.</source>
            <translation>Die Umkehrung von Tanh; NaN außerhalb von -1 bis 1.</translation>
        </message>
        <message>
            <source>Error function: the share of a normal distribution within x √2 deviations.</source>
            <translation>Fehlerfunktion: der Anteil einer Normalverteilung innerhalb von x √2 Abweichungen.</translation>
        </message>
        <message>
            <source>Rotary positions</source>
            <translation>Drehende Positionen</translation>
        </message>
        <message>
            <source>Turns queries and keys by their positions, so that weights depend on how far apart two positions are. An even number of features a head.</source>
            <translation>Dreht Anfragen und Schlüssel um ihre Position, sodass die Gewichte davon abhängen, wie weit zwei Positionen auseinander liegen. Eine gerade Zahl von Merkmalen je Kopf.</translation>
        </message>
        <message>
            <source>Rotary base</source>
            <translation>Basis der Drehung</translation>
        </message>
        <message>
            <source>The longest wave is about six times as many positions.</source>
            <translation>Die längste Welle ist etwa sechsmal so viele Positionen lang.</translation>
        </message>
        <message>
            <source>Distance between the elements of a window.</source>
            <translation>Abstand zwischen den Elementen eines Fensters.</translation>
        </message>
        <message>
            <source>Cuts a tensor into parts along an axis: the first elements and the rest, or as many parts as sizes are named.</source>
            <translation>Schneidet einen Tensor entlang einer Achse in Teile: die ersten Elemente und den Rest, oder so viele Teile, wie Größen genannt sind.</translation>
        </message>
        <message>
            <source>Elements of the first part, where no sizes are named below.</source>
            <translation>Elemente des ersten Teils, wo unten keine Größen genannt sind.</translation>
        </message>
        <message>
            <source>Sizes</source>
            <translation>Größen</translation>
        </message>
        <message>
            <source>Elements of each part, such as 2, 2, 4; -1 for what is left. Empty: two parts by the size above.</source>
            <translation>Elemente jedes Teils, etwa 2, 2, 4; -1 für das, was übrig ist. Leer: zwei Teile nach der Größe oben.</translation>
        </message>
        <message>
            <source>Name in the weights file</source>
            <translation>Name in der Gewichtsdatei</translation>
        </message>
        <message>
            <source>Where the project begins with weights of a file: the name that this block's have there; empty: the block's own.</source>
            <translation>Wo das Projekt mit Gewichten einer Datei beginnt: der Name, den die dieses Blocks dort haben; leer: der des Blocks.</translation>
        </message>
        <message>
            <source>Begins with</source>
            <translation>Beginnt mit</translation>
        </message>
        <message>
            <source>Weights to begin with instead of random ones, where names and shapes fit: a .safetensors or .onnx file; empty: none.</source>
            <translation>Gewichte, mit denen statt zufälliger begonnen wird, wo Namen und Formen passen: eine .safetensors- oder .onnx-Datei; leer: keine.</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Images and class numbers from IDX files, the format of MNIST and Fashion-MNIST, gzipped or not. A path that begins with dataset: is looked for among the data sets installed on this machine.</source>
            <translation>Bilder und Klassennummern aus IDX-Dateien, dem Format von MNIST und Fashion-MNIST, gezippt oder nicht. Ein Pfad, der mit dataset: beginnt, wird unter den Datensätzen gesucht, die auf diesem Rechner installiert sind.</translation>
        </message>
        <message>
            <source>Fashion-MNIST as its Debian package installs it: 28 by 28 pixels, 10 kinds of clothes.</source>
            <translation>Fashion-MNIST, wie sein Debian-Paket es installiert: 28 mal 28 Pixel, 10 Arten von Kleidung.</translation>
        </message>
        <message>
            <source>Training images</source>
            <translation>Bilder zum Lernen</translation>
        </message>
        <message>
            <source>IDX file of the images to learn from.</source>
            <translation>IDX-Datei der Bilder, aus denen gelernt wird.</translation>
        </message>
        <message>
            <source>Training labels</source>
            <translation>Klassen zum Lernen</translation>
        </message>
        <message>
            <source>IDX file with one class number per image.</source>
            <translation>IDX-Datei mit einer Klassennummer je Bild.</translation>
        </message>
        <message>
            <source>Test images</source>
            <translation>Testbilder</translation>
        </message>
        <message>
            <source>IDX file for the final measurement; may be empty.</source>
            <translation>IDX-Datei für die letzte Messung; kann leer sein.</translation>
        </message>
        <message>
            <source>Test labels</source>
            <translation>Testklassen</translation>
        </message>
        <message>
            <source>IDX file with the class numbers of the test images.</source>
            <translation>IDX-Datei mit den Klassennummern der Testbilder.</translation>
        </message>
        <message>
            <source>Validation share</source>
            <translation>Anteil zur Validierung</translation>
        </message>
        <message>
            <source>Part of the data kept back to measure the network on samples that it does not learn from.</source>
            <translation>Teil der Daten, der zurückbehalten wird, um das Netz an Beispielen zu messen, aus denen es nicht lernt.</translation>
        </message>
        <message>
            <source>Test share</source>
            <translation>Anteil zum Testen</translation>
        </message>
        <message>
            <source>Part of the data kept back for the final measurement.</source>
            <translation>Teil der Daten, der für die letzte Messung zurückbehalten wird.</translation>
        </message>
        <message>
            <source>Scaling</source>
            <translation>Skalierung</translation>
        </message>
        <message>
            <source>none: 0 to 255; unit: 0 to 1; standardize: mean 0 and deviation 1 over the training images.</source>
            <translation>none: 0 bis 255; unit: 0 bis 1; standardize: Mittel 0 und Streuung 1 über die Trainingsbilder.</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <source>Equal seeds divide the data (and draw generated points) in the same way.</source>
            <translation>Gleiche Startwerte teilen die Daten gleich auf (und ziehen dieselben erzeugten Punkte).</translation>
        </message>
        <message>
            <source>The images, [N, 1, height, width].</source>
            <translation>Die Bilder, [N, 1, Höhe, Breite].</translation>
        </message>
        <message>
            <source>The class numbers, [N].</source>
            <translation>Die Klassennummern, [N].</translation>
        </message>
        <message>
            <source>A table of text with one sample a row. All columns but the target are the features: numbers as they are, texts as a column of 0 and 1 for each different one. The target is a class (any text) or a quantity. Where semicolons, tabs or bars part the cells, numbers may have decimal commas (1.234,56). Text is UTF-8 or Windows-1252.</source>
            <translation>Eine Tabelle als Text mit einem Beispiel je Zeile. Alle Spalten außer dem Ziel sind die Merkmale: Zahlen, wie sie sind, Texte als je eine Spalte aus 0 und 1 für jeden verschiedenen. Das Ziel ist eine Klasse (beliebiger Text) oder eine Größe. Wo Semikolons, Tabulatoren oder senkrechte Striche die Zellen trennen, dürfen Zahlen Dezimalkommas haben (1.234,56). Text ist UTF-8 oder Windows-1252.</translation>
        </message>
        <message>
            <source>The iris table that comes with the program: four lengths of a flower, and its kind.</source>
            <translation>Die Iris-Tabelle, die dem Programm beiliegt: vier Längen einer Blüte und ihre Art.</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>The table, with or without a header; separators are found out.</source>
            <translation>Die Tabelle, mit oder ohne Kopfzeile; Trennzeichen werden herausgefunden.</translation>
        </message>
        <message>
            <source>Target column</source>
            <translation>Zielspalte</translation>
        </message>
        <message>
            <source>The column to predict; empty: the last one.</source>
            <translation>Die Spalte, die vorherzusagen ist; leer: die letzte.</translation>
        </message>
        <message>
            <source>Target is</source>
            <translation>Das Ziel ist</translation>
        </message>
        <message>
            <source>A class among several, or a number.</source>
            <translation>Eine Klasse unter mehreren oder eine Zahl.</translation>
        </message>
        <message>
            <source>Ignored columns</source>
            <translation>Übergangene Spalten</translation>
        </message>
        <message>
            <source>Columns that are not used, separated by commas.</source>
            <translation>Spalten, die nicht benutzt werden, durch Kommas getrennt.</translation>
        </message>
        <message>
            <source>Separator</source>
            <translation>Trennzeichen</translation>
        </message>
        <message>
            <source>What stands between the cells.</source>
            <translation>Was zwischen den Zellen steht.</translation>
        </message>
        <message>
            <source>Bad rows</source>
            <translation>Schlechte Zeilen</translation>
        </message>
        <message>
            <source>stop: a cell that cannot be read is an error; skip: leave such rows out and say how many.</source>
            <translation>stop: eine Zelle, die sich nicht lesen lässt, ist ein Fehler; skip: solche Zeilen weglassen und sagen, wie viele es waren.</translation>
        </message>
        <message>
            <source>Per feature, from the training rows: unit: 0 to 1; standardize: mean 0 and deviation 1.</source>
            <translation>Je Merkmal, aus den Trainingszeilen: unit: 0 bis 1; standardize: Mittel 0 und Streuung 1.</translation>
        </message>
        <message>
            <source>All columns but the target, [N, columns].</source>
            <translation>Alle Spalten außer dem Ziel, [N, Spalten].</translation>
        </message>
        <message>
            <source>Class numbers [N], or quantities [N, 1].</source>
            <translation>Klassennummern [N] oder Größen [N, 1].</translation>
        </message>
        <message>
            <source>A text cut into sequences of characters, for networks that say what comes next. The classes are the characters that the text has; its end is kept for validation and test.</source>
            <translation>Ein Text, in Folgen von Zeichen geschnitten, für Netze, die sagen, was als Nächstes kommt. Die Klassen sind die Zeichen, die der Text hat; sein Ende bleibt für Validierung und Test.</translation>
        </message>
        <message>
            <source>A book, to learn what character comes next after each of 64.</source>
            <translation>Ein Buch, um zu lernen, welches Zeichen auf jedes von 64 folgt.</translation>
        </message>
        <message>
            <source>A text in UTF-8.</source>
            <translation>Ein Text in UTF-8.</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>Länge</translation>
        </message>
        <message>
            <source>Characters in a sequence.</source>
            <translation>Zeichen in einer Folge.</translation>
        </message>
        <message>
            <source>Stride</source>
            <translation>Schrittweite</translation>
        </message>
        <message>
            <source>From the beginning of a sequence to that of the next; 0: the length, so that sequences touch. Smaller strides give more, overlapping sequences.</source>
            <translation>Vom Anfang einer Folge zu dem der nächsten; 0: die Länge, sodass Folgen aneinanderstoßen. Kleinere Schritte geben mehr Folgen, die sich überlappen.</translation>
        </message>
        <message>
            <source>Character numbers, [N, length].</source>
            <translation>Zeichennummern, [N, Länge].</translation>
        </message>
        <message>
            <source>For each the character that comes after it, [N, length].</source>
            <translation>Zu jedem das Zeichen, das danach kommt, [N, Länge].</translation>
        </message>
        <message>
            <source>Images and sequences for experiments, in any number: striped images whose class is the direction of the stripes, or waves whose class is how many periods a sequence holds.</source>
            <translation>Bilder und Folgen für Versuche, in beliebiger Zahl: gestreifte Bilder, deren Klasse die Richtung der Streifen ist, oder Wellen, deren Klasse sagt, wie viele Perioden eine Folge enthält.</translation>
        </message>
        <message>
            <source>Small striped images that show whether a convolutional network learns at all.</source>
            <translation>Kleine gestreifte Bilder, die zeigen, ob ein Faltungsnetz überhaupt lernt.</translation>
        </message>
        <message>
            <source>{shape}, {samples} samples</source>
            <translation>{shape}, {samples} Beispiele</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>Form</translation>
        </message>
        <message>
            <source>Images or sequences.</source>
            <translation>Bilder oder Folgen.</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>Beispiele</translation>
        </message>
        <message>
            <source>Number of samples in all.</source>
            <translation>Zahl aller Beispiele zusammen.</translation>
        </message>
        <message>
            <source>Noise</source>
            <translation>Rauschen</translation>
        </message>
        <message>
            <source>Standard deviation of what is added to each value.</source>
            <translation>Standardabweichung dessen, was zu jedem Wert hinzukommt.</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>Directions, or numbers of periods.</source>
            <translation>Richtungen oder Zahlen von Perioden.</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Height and width of the images.</source>
            <translation>Höhe und Breite der Bilder.</translation>
        </message>
        <message>
            <source>Steps of a sequence.</source>
            <translation>Schritte einer Folge.</translation>
        </message>
        <message>
            <source>Channels</source>
            <translation>Kanäle</translation>
        </message>
        <message>
            <source>Values at each step.</source>
            <translation>Werte bei jedem Schritt.</translation>
        </message>
        <message>
            <source>Images [N, 3, size, size], or sequences [N, T, channels].</source>
            <translation>Bilder [N, 3, Größe, Größe] oder Folgen [N, T, Kanäle].</translation>
        </message>
        <message>
            <source>Class numbers, [N].</source>
            <translation>Klassennummern, [N].</translation>
        </message>
        <message>
            <source>Small sets for experiments: two interleaved moons, spirals with as many arms as classes, or a noisy sine curve.</source>
            <translation>Kleine Datensätze für Versuche: zwei ineinandergreifende Monde, Spiralen mit so vielen Armen wie Klassen oder eine verrauschte Sinuskurve.</translation>
        </message>
        <message>
            <source>Two moons to be told apart: no straight line can.</source>
            <translation>Zwei Monde, die zu unterscheiden sind: keine gerade Linie kann das.</translation>
        </message>
        <message>
            <source>{shape}, {samples} points</source>
            <translation>{shape}, {samples} Punkte</translation>
        </message>
        <message>
            <source>What the points form.</source>
            <translation>Was die Punkte bilden.</translation>
        </message>
        <message>
            <source>Number of points in all.</source>
            <translation>Zahl aller Punkte zusammen.</translation>
        </message>
        <message>
            <source>Standard deviation of what is added to each coordinate.</source>
            <translation>Standardabweichung dessen, was zu jeder Koordinate hinzukommt.</translation>
        </message>
        <message>
            <source>Arms of the spiral.</source>
            <translation>Arme der Spirale.</translation>
        </message>
        <message>
            <source>Coordinates, [N, 2]; for the sine [N, 1].</source>
            <translation>Koordinaten, [N, 2]; beim Sinus [N, 1].</translation>
        </message>
        <message>
            <source>Class numbers [N]; for the sine its value, [N, 1].</source>
            <translation>Klassennummern [N]; beim Sinus dessen Wert, [N, 1].</translation>
        </message>
        <message>
            <source>Says what samples look like without having any: the place of a data set in a network that came without one, from an ONNX file say. It predicts on samples that are given; to train it, put a data block in its place.</source>
            <translation>Sagt, wie Beispiele aussehen, ohne welche zu haben: der Platz eines Datensatzes in einem Netz, das ohne einen kam, etwa aus einer ONNX-Datei. Es sagt zu gegebenen Beispielen vorher; um es zu trainieren, setzen Sie einen Datenblock an seine Stelle.</translation>
        </message>
        <message>
            <source>The place of colour images in a network that came without data.</source>
            <translation>Der Platz von Farbbildern in einem Netz, das ohne Daten kam.</translation>
        </message>
        <message>
            <source>Sizes of one sample's axes, without the batch.</source>
            <translation>Größen der Achsen eines Beispiels, ohne den Stapel.</translation>
        </message>
        <message>
            <source>Above 0: the values are class numbers below this, for an Embedding.</source>
            <translation>Über 0: die Werte sind Klassennummern unter dieser Zahl, für ein Embedding.</translation>
        </message>
        <message>
            <source>The samples, [N, shape...].</source>
            <translation>Die Beispiele, [N, Form...].</translation>
        </message>
        <message>
            <source>Layers</source>
            <translation>Schichten</translation>
        </message>
        <message>
            <source>Linear</source>
            <translation>Linear</translation>
        </message>
        <message>
            <source>y = x Wᵀ + b. Each of the units is a weighted sum of all features. Also called dense or fully connected.</source>
            <translation>y = x Wᵀ + b. Jede der Einheiten ist eine gewichtete Summe aller Merkmale. Heißt auch dense oder fully connected.</translation>
        </message>
        <message>
            <source>The last layer of a network that tells 7 classes apart: one score each.</source>
            <translation>Die letzte Schicht eines Netzes, das 7 Klassen unterscheidet: eine Bewertung für jede.</translation>
        </message>
        <message>
            <source>{units} units</source>
            <translation>{units} Einheiten</translation>
        </message>
        <message>
            <source>Units</source>
            <translation>Einheiten</translation>
        </message>
        <message>
            <source>Number of outputs for each sample.</source>
            <translation>Zahl der Ausgaben für jedes Beispiel.</translation>
        </message>
        <message>
            <source>Bias</source>
            <translation>Bias</translation>
        </message>
        <message>
            <source>Adds a learned constant to each unit.</source>
            <translation>Fügt jeder Einheit eine gelernte Konstante hinzu.</translation>
        </message>
        <message>
            <source>Initial weights</source>
            <translation>Startgewichte</translation>
        </message>
        <message>
            <source>Frozen</source>
            <translation>Eingefroren</translation>
        </message>
        <message>
            <source>Training leaves the weights (and running statistics) as they are.</source>
            <translation>Das Training lässt die Gewichte (und laufenden Statistiken), wie sie sind.</translation>
        </message>
        <message>
            <source>Rate factor</source>
            <translation>Faktor der Lernrate</translation>
        </message>
        <message>
            <source>Times the learning rate, for this block alone.</source>
            <translation>Mal die Lernrate, nur für diesen Block.</translation>
        </message>
        <message>
            <source>Own weight decay</source>
            <translation>Eigener Weight Decay</translation>
        </message>
        <message>
            <source>The weight decay below instead of the training's.</source>
            <translation>Der Weight Decay darunter anstelle dessen des Trainings.</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>Weight Decay</translation>
        </message>
        <message>
            <source>Pulls this block's weights towards zero.</source>
            <translation>Zieht die Gewichte dieses Blocks zur Null.</translation>
        </message>
        <message>
            <source>Features, [N, features].</source>
            <translation>Merkmale, [N, Merkmale].</translation>
        </message>
        <message>
            <source>[N, units].</source>
            <translation>[N, Einheiten].</translation>
        </message>
        <message>
            <source>y = a W b + c: each of the units is a weighted sum of all products of a feature of a with one of b.</source>
            <translation>y = a W b + c: jede der Einheiten ist eine gewichtete Summe aller Produkte eines Merkmals von a mit einem von b.</translation>
        </message>
        <message>
            <source>How well a question fits an answer, both as vectors.</source>
            <translation>Wie gut eine Frage zu einer Antwort passt, beide als Vektoren.</translation>
        </message>
        <message>
            <source>Other features, [N, features].</source>
            <translation>Weitere Merkmale, [N, Merkmale].</translation>
        </message>
        <message>
            <source>Convolution</source>
            <translation>Faltung</translation>
        </message>
        <message>
            <source>Slides small learned filters over images; each gives one output channel.</source>
            <translation>Führt kleine gelernte Filter über Bilder; jeder gibt einen Ausgabekanal.</translation>
        </message>
        <message>
            <source>The first layer for small colour images: 4 filters of 3 by 3 pixels that keep the size.</source>
            <translation>Die erste Schicht für kleine Farbbilder: 4 Filter von 3 mal 3 Pixeln, die die Größe erhalten.</translation>
        </message>
        <message>
            <source>{kernel:2}, {channels} channels</source>
            <translation>{kernel:2}, {channels} Kanäle</translation>
        </message>
        <message>
            <source>Number of filters, and of output channels.</source>
            <translation>Zahl der Filter und der Ausgabekanäle.</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>Kern</translation>
        </message>
        <message>
            <source>Height and width of the filters; one number for all.</source>
            <translation>Höhe und Breite der Filter; eine Zahl für alle.</translation>
        </message>
        <message>
            <source>Step between neighbouring positions.</source>
            <translation>Schritt zwischen benachbarten Stellen.</translation>
        </message>
        <message>
            <source>Padding</source>
            <translation>Auffüllung</translation>
        </message>
        <message>
            <source>Zeros added on each side.</source>
            <translation>Nullen, die auf jeder Seite hinzukommen.</translation>
        </message>
        <message>
            <source>Dilation</source>
            <translation>Dehnung</translation>
        </message>
        <message>
            <source>Distance between the filter's elements.</source>
            <translation>Abstand zwischen den Elementen des Filters.</translation>
        </message>
        <message>
            <source>Groups</source>
            <translation>Gruppen</translation>
        </message>
        <message>
            <source>Each group of filters sees only its share of the input channels; as many as input channels is a depthwise convolution.</source>
            <translation>Jede Gruppe von Filtern sieht nur ihren Teil der Eingabekanäle; so viele wie Eingabekanäle ist eine depthwise-Faltung.</translation>
        </message>
        <message>
            <source>Adds a learned constant to each channel.</source>
            <translation>Fügt jedem Kanal eine gelernte Konstante hinzu.</translation>
        </message>
        <message>
            <source>Same size</source>
            <translation>Gleiche Größe</translation>
        </message>
        <message>
            <source>Adds as many zeros as keep the size, whatever the padding above says; the stride must be 1.</source>
            <translation>Fügt so viele Nullen hinzu, dass die Größe bleibt, was auch immer die Auffüllung oben sagt; die Schrittweite muss 1 sein.</translation>
        </message>
        <message>
            <source>Images, [N, channels, height, width].</source>
            <translation>Bilder, [N, Kanäle, Höhe, Breite].</translation>
        </message>
        <message>
            <source>[N, channels, positions down, positions across].</source>
            <translation>[N, Kanäle, Stellen nach unten, Stellen nach rechts].</translation>
        </message>
        <message>
            <source>Slides short learned filters along sequences; each gives one output channel.</source>
            <translation>Führt kurze gelernte Filter an Folgen entlang; jeder gibt einen Ausgabekanal.</translation>
        </message>
        <message>
            <source>On measurements over time, 3 channels of 8 steps each.</source>
            <translation>Auf Messungen über die Zeit, 3 Kanäle mit je 8 Schritten.</translation>
        </message>
        <message>
            <source>{channels} channels</source>
            <translation>{channels} Kanäle</translation>
        </message>
        <message>
            <source>Length of the filters.</source>
            <translation>Länge der Filter.</translation>
        </message>
        <message>
            <source>Sequences of channels, [N, channels, length].</source>
            <translation>Folgen von Kanälen, [N, Kanäle, Länge].</translation>
        </message>
        <message>
            <source>[N, channels, positions...].</source>
            <translation>[N, Kanäle, Stellen...].</translation>
        </message>
        <message>
            <source>Slides small learned filters through volumes; each gives one output channel.</source>
            <translation>Führt kleine gelernte Filter durch Volumen; jeder gibt einen Ausgabekanal.</translation>
        </message>
        <message>
            <source>The first layer for scans of 4 by 5 by 5 voxels.</source>
            <translation>Die erste Schicht für Aufnahmen von 4 mal 5 mal 5 Voxeln.</translation>
        </message>
        <message>
            <source>Depth, height and width of the filters; one number for all.</source>
            <translation>Tiefe, Höhe und Breite der Filter; eine Zahl für alle.</translation>
        </message>
        <message>
            <source>Volumes, [N, channels, depth, height, width].</source>
            <translation>Volumen, [N, Kanäle, Tiefe, Höhe, Breite].</translation>
        </message>
        <message>
            <source>The transpose of a convolution: each place puts down a learned filter, and a stride above 1 makes the output larger.</source>
            <translation>Die Transponierte einer Faltung: jede Stelle legt einen gelernten Filter hin, und eine Schrittweite über 1 macht die Ausgabe größer.</translation>
        </message>
        <message>
            <source>In a decoder or generator: twice the size.</source>
            <translation>In einem Decoder oder Generator: die doppelte Größe.</translation>
        </message>
        <message>
            <source>Extra size</source>
            <translation>Zusätzliche Größe</translation>
        </message>
        <message>
            <source>Added to the output's end, below the stride: with a stride several sizes are possible.</source>
            <translation>Kommt am Ende der Ausgabe hinzu, kleiner als die Schrittweite: mit einer Schrittweite sind mehrere Größen möglich.</translation>
        </message>
        <message>
            <source>[N, channels, larger sizes...].</source>
            <translation>[N, Kanäle, größere Maße...].</translation>
        </message>
        <message>
            <source>Pooling and sizes</source>
            <translation>Pooling und Größen</translation>
        </message>
        <message>
            <source>Lays out all values of a sample in one row: [N, 1, 28, 28] becomes [N, 784].</source>
            <translation>Legt alle Werte eines Beispiels in eine Reihe: aus [N, 1, 28, 28] wird [N, 784].</translation>
        </message>
        <message>
            <source>Between images and a Linear block, which takes rows of numbers.</source>
            <translation>Zwischen Bildern und einem Linear-Block, der Reihen von Zahlen nimmt.</translation>
        </message>
        <message>
            <source>Samples of any shape, [N, ...].</source>
            <translation>Beispiele beliebiger Form, [N, ...].</translation>
        </message>
        <message>
            <source>[N, values].</source>
            <translation>[N, Werte].</translation>
        </message>
        <message>
            <source>Keeps the largest value of each window of an image.</source>
            <translation>Behält den größten Wert jedes Fensters eines Bildes.</translation>
        </message>
        <message>
            <source>After a convolution and its activation: half the height and width.</source>
            <translation>Nach einer Faltung und ihrer Aktivierung: halbe Höhe und Breite.</translation>
        </message>
        <message>
            <source>Height and width of the window; one number for both.</source>
            <translation>Höhe und Breite des Fensters; eine Zahl für beide.</translation>
        </message>
        <message>
            <source>Step between neighbouring windows; empty: the size, so that windows touch.</source>
            <translation>Schritt zwischen benachbarten Fenstern; leer: die Größe, sodass Fenster aneinanderstoßen.</translation>
        </message>
        <message>
            <source>Border added on each side; at most half the size.</source>
            <translation>Rand, der auf jeder Seite hinzukommt; höchstens die halbe Größe.</translation>
        </message>
        <message>
            <source>Smaller images with as many channels.</source>
            <translation>Kleinere Bilder mit ebenso vielen Kanälen.</translation>
        </message>
        <message>
            <source>Replaces each window of an image by its mean.</source>
            <translation>Ersetzt jedes Fenster eines Bildes durch seinen Mittelwert.</translation>
        </message>
        <message>
            <source>Count padding</source>
            <translation>Auffüllung mitzählen</translation>
        </message>
        <message>
            <source>Zeros of the border count in the mean.</source>
            <translation>Nullen des Randes zählen im Mittelwert mit.</translation>
        </message>
        <message>
            <source>Keeps the largest value of each window of a sequence.</source>
            <translation>Behält den größten Wert jedes Fensters einer Folge.</translation>
        </message>
        <message>
            <source>After a convolution and its activation: half the size.</source>
            <translation>Nach einer Faltung und ihrer Aktivierung: halbe Größe.</translation>
        </message>
        <message>
            <source>Size of the window along each axis; one number for all.</source>
            <translation>Größe des Fensters entlang jeder Achse; eine Zahl für alle.</translation>
        </message>
        <message>
            <source>Smaller, with as many channels.</source>
            <translation>Kleiner, mit ebenso vielen Kanälen.</translation>
        </message>
        <message>
            <source>Replaces each window of a sequence by its mean.</source>
            <translation>Ersetzt jedes Fenster einer Folge durch seinen Mittelwert.</translation>
        </message>
        <message>
            <source>Keeps the largest value of each window of a volume.</source>
            <translation>Behält den größten Wert jedes Fensters eines Volumens.</translation>
        </message>
        <message>
            <source>Replaces each window of a volume by its mean.</source>
            <translation>Ersetzt jedes Fenster eines Volumens durch seinen Mittelwert.</translation>
        </message>
        <message>
            <source>Largest values of as many windows as are wanted, whatever the size of the input.</source>
            <translation>Größte Werte von so vielen Fenstern wie gewünscht, wie groß die Eingabe auch ist.</translation>
        </message>
        <message>
            <source>Before a Flatten, so that its length does not depend on the input's size.</source>
            <translation>Vor einem Flatten, damit dessen Länge nicht von der Größe der Eingabe abhängt.</translation>
        </message>
        <message>
            <source>to {size}</source>
            <translation>auf {size}</translation>
        </message>
        <message>
            <source>Positions along each axis; one number for all.</source>
            <translation>Stellen entlang jeder Achse; eine Zahl für alle.</translation>
        </message>
        <message>
            <source>As many positions as wanted.</source>
            <translation>So viele Stellen wie gewünscht.</translation>
        </message>
        <message>
            <source>Means of as many windows as are wanted, whatever the size of the input.</source>
            <translation>Mittelwerte von so vielen Fenstern wie gewünscht, wie groß die Eingabe auch ist.</translation>
        </message>
        <message>
            <source>Replaces each channel by its largest value: [N, 64, 8, 8] becomes [N, 64].</source>
            <translation>Ersetzt jeden Kanal durch seinen größten Wert: aus [N, 64, 8, 8] wird [N, 64].</translation>
        </message>
        <message>
            <source>Between the last convolution and the scores: whatever the size, 3 values remain.</source>
            <translation>Zwischen der letzten Faltung und den Bewertungen: bei jeder Größe bleiben 3 Werte.</translation>
        </message>
        <message>
            <source>[N, channels].</source>
            <translation>[N, Kanäle].</translation>
        </message>
        <message>
            <source>Replaces each channel by its mean: [N, 64, 8, 8] becomes [N, 64].</source>
            <translation>Ersetzt jeden Kanal durch seinen Mittelwert: aus [N, 64, 8, 8] wird [N, 64].</translation>
        </message>
        <message>
            <source>Replaces each channel by its largest value: [N, 64, 32] becomes [N, 64].</source>
            <translation>Ersetzt jeden Kanal durch seinen größten Wert: aus [N, 64, 32] wird [N, 64].</translation>
        </message>
        <message>
            <source>Replaces each channel by its mean: [N, 64, 32] becomes [N, 64].</source>
            <translation>Ersetzt jeden Kanal durch seinen Mittelwert: aus [N, 64, 32] wird [N, 64].</translation>
        </message>
        <message>
            <source>Replaces each channel by its largest value: [N, 64, 4, 8, 8] becomes [N, 64].</source>
            <translation>Ersetzt jeden Kanal durch seinen größten Wert: aus [N, 64, 4, 8, 8] wird [N, 64].</translation>
        </message>
        <message>
            <source>Replaces each channel by its mean: [N, 64, 4, 8, 8] becomes [N, 64].</source>
            <translation>Ersetzt jeden Kanal durch seinen Mittelwert: aus [N, 64, 4, 8, 8] wird [N, 64].</translation>
        </message>
        <message>
            <source>Enlarges all axes behind the channels: each place several times over, or evenly between the places.</source>
            <translation>Vergrößert alle Achsen hinter den Kanälen: jede Stelle mehrmals, oder gleichmäßig zwischen den Stellen.</translation>
        </message>
        <message>
            <source>Before a convolution in a decoder: twice the height and width.</source>
            <translation>Vor einer Faltung in einem Decoder: doppelte Höhe und Breite.</translation>
        </message>
        <message>
            <source>{factor} times, {mode}</source>
            <translation>{factor}-mal, {mode}</translation>
        </message>
        <message>
            <source>Factor</source>
            <translation>Faktor</translation>
        </message>
        <message>
            <source>How many times the size, for all axes or for each.</source>
            <translation>Wievielmal so groß, für alle Achsen oder für jede.</translation>
        </message>
        <message>
            <source>Between</source>
            <translation>Dazwischen</translation>
        </message>
        <message>
            <source>nearest: as the nearest place; linear: in between (bilinear for images).</source>
            <translation>nearest: wie die nächste Stelle; linear: dazwischen (bilinear bei Bildern).</translation>
        </message>
        <message>
            <source>Corners stay</source>
            <translation>Ecken bleiben</translation>
        </message>
        <message>
            <source>The first and last places stay where they are.</source>
            <translation>Die ersten und letzten Stellen bleiben, wo sie sind.</translation>
        </message>
        <message>
            <source>[N, channels, places...].</source>
            <translation>[N, Kanäle, Stellen...].</translation>
        </message>
        <message>
            <source>The result.</source>
            <translation>Das Ergebnis.</translation>
        </message>
        <message>
            <source>Normalization</source>
            <translation>Normalisierung</translation>
        </message>
        <message>
            <source>Brings each channel to mean 0 and deviation 1 over the batch, then scales and shifts it as learned. Outside training it uses running averages of what it saw.</source>
            <translation>Bringt jeden Kanal über den Stapel auf Mittel 0 und Streuung 1, dann streckt und verschiebt es ihn wie gelernt. Außerhalb des Trainings benutzt es laufende Mittel dessen, was es sah.</translation>
        </message>
        <message>
            <source>Between a convolution (without bias) and its ReLU.</source>
            <translation>Zwischen einer Faltung (ohne Bias) und ihrem ReLU.</translation>
        </message>
        <message>
            <source>Momentum</source>
            <translation>Momentum</translation>
        </message>
        <message>
            <source>Weight of the newest batch in the running averages.</source>
            <translation>Gewicht des neuesten Stapels in den laufenden Mitteln.</translation>
        </message>
        <message>
            <source>Epsilon</source>
            <translation>Epsilon</translation>
        </message>
        <message>
            <source>Added to the variance, so that a constant channel does not divide by zero.</source>
            <translation>Kommt zur Varianz hinzu, damit ein konstanter Kanal nicht durch null teilt.</translation>
        </message>
        <message>
            <source>[N, channels, ...] or [N, features].</source>
            <translation>[N, Kanäle, ...] oder [N, Merkmale].</translation>
        </message>
        <message>
            <source>The same shape.</source>
            <translation>Dieselbe Form.</translation>
        </message>
        <message>
            <source>Brings each sample's last axes to mean 0 and deviation 1, then scales and shifts each value as learned.</source>
            <translation>Bringt die letzten Achsen jedes Beispiels auf Mittel 0 und Streuung 1, dann streckt und verschiebt es jeden Wert wie gelernt.</translation>
        </message>
        <message>
            <source>At the entrance of each half of a transformer's layer.</source>
            <translation>Am Eingang jeder Hälfte einer Transformer-Schicht.</translation>
        </message>
        <message>
            <source>Axes</source>
            <translation>Achsen</translation>
        </message>
        <message>
            <source>How many of the last axes are normalised together.</source>
            <translation>Wie viele der letzten Achsen zusammen normalisiert werden.</translation>
        </message>
        <message>
            <source>Added to the variance, so that constant values do not divide by zero.</source>
            <translation>Kommt zur Varianz hinzu, damit konstante Werte nicht durch null teilen.</translation>
        </message>
        <message>
            <source>[N, ..., features].</source>
            <translation>[N, ..., Merkmale].</translation>
        </message>
        <message>
            <source>Brings groups of each sample's channels to mean 0 and deviation 1, then scales and shifts each channel as learned. Works for batches of any size, and the same in training and outside.</source>
            <translation>Bringt Gruppen der Kanäle jedes Beispiels auf Mittel 0 und Streuung 1, dann streckt und verschiebt es jeden Kanal wie gelernt. Geht mit Stapeln jeder Größe, und im Training ebenso wie sonst.</translation>
        </message>
        <message>
            <source>In place of BatchNorm where batches are small.</source>
            <translation>Anstelle von BatchNorm, wo die Stapel klein sind.</translation>
        </message>
        <message>
            <source>{groups} groups</source>
            <translation>{groups} Gruppen</translation>
        </message>
        <message>
            <source>Must divide the channels.</source>
            <translation>Muss die Zahl der Kanäle teilen.</translation>
        </message>
        <message>
            <source>[N, channels, ...].</source>
            <translation>[N, Kanäle, ...].</translation>
        </message>
        <message>
            <source>Brings each channel of each sample to mean 0 and deviation 1 over its places, then scales and shifts it if that is learned.</source>
            <translation>Bringt jeden Kanal jedes Beispiels über seine Stellen auf Mittel 0 und Streuung 1, dann streckt und verschiebt es ihn, wenn das gelernt wird.</translation>
        </message>
        <message>
            <source>In networks that repaint images: what differs in contrast becomes alike.</source>
            <translation>In Netzen, die Bilder neu malen: was sich im Kontrast unterscheidet, wird gleich.</translation>
        </message>
        <message>
            <source>Learned scale</source>
            <translation>Gelernte Streckung</translation>
        </message>
        <message>
            <source>A learned factor and shift for each channel.</source>
            <translation>Ein gelernter Faktor und eine Verschiebung für jeden Kanal.</translation>
        </message>
        <message>
            <source>Divides by the root of the mean square over the last axis, then scales each value as learned.</source>
            <translation>Teilt durch die Wurzel des mittleren Quadrats über die letzte Achse, dann streckt es jeden Wert wie gelernt.</translation>
        </message>
        <message>
            <source>In place of LayerNorm in a transformer, a little cheaper.</source>
            <translation>Anstelle von LayerNorm in einem Transformer, etwas billiger.</translation>
        </message>
        <message>
            <source>Added to the mean square, so that zeros do not divide by zero.</source>
            <translation>Kommt zum mittleren Quadrat hinzu, damit Nullen nicht durch null teilen.</translation>
        </message>
        <message>
            <source>Dropout</source>
            <translation>Dropout</translation>
        </message>
        <message>
            <source>While training, sets a random share of the values to zero and enlarges the others so that their mean stays; passes everything on unchanged otherwise. Keeps a network from relying on single values.</source>
            <translation>Setzt beim Training einen zufälligen Teil der Werte auf null und vergrößert die anderen so, dass ihr Mittel bleibt; gibt sonst alles unverändert weiter. Bewahrt ein Netz davor, sich auf einzelne Werte zu verlassen.</translation>
        </message>
        <message>
            <source>Before the last Linear of a network that learns its training samples by heart.</source>
            <translation>Vor dem letzten Linear eines Netzes, das seine Trainingsbeispiele auswendig lernt.</translation>
        </message>
        <message>
            <source>Share dropped</source>
            <translation>Anteil, der wegfällt</translation>
        </message>
        <message>
            <source>Probability of a value to be set to zero.</source>
            <translation>Wahrscheinlichkeit, mit der ein Wert auf null gesetzt wird.</translation>
        </message>
        <message>
            <source>Any values.</source>
            <translation>Beliebige Werte.</translation>
        </message>
        <message>
            <source>As Dropout, but whole channels are set to zero: neighbouring places of an image say much the same, so dropping single ones hides nothing.</source>
            <translation>Wie Dropout, aber ganze Kanäle werden auf null gesetzt: benachbarte Stellen eines Bildes sagen fast dasselbe, einzelne wegzulassen verbirgt also nichts.</translation>
        </message>
        <message>
            <source>Between convolutions of a network that learns its images by heart.</source>
            <translation>Zwischen Faltungen eines Netzes, das seine Bilder auswendig lernt.</translation>
        </message>
        <message>
            <source>Probability of a channel to be set to zero.</source>
            <translation>Wahrscheinlichkeit, mit der ein Kanal auf null gesetzt wird.</translation>
        </message>
        <message>
            <source>Recurrent</source>
            <translation>Rekurrent</translation>
        </message>
        <message>
            <source>Reads a sequence step by step and keeps what matters in a state; gates learn what to take in, what to forget and what to show.</source>
            <translation>Liest eine Folge Schritt für Schritt und behält das Wichtige in einem Zustand; Tore lernen, was aufzunehmen, was zu vergessen und was zu zeigen ist.</translation>
        </message>
        <message>
            <source>Reads a sequence of vectors; its output last goes on to a Linear that names the class.</source>
            <translation>Liest eine Folge von Vektoren; seine Ausgabe last geht weiter an ein Linear, das die Klasse nennt.</translation>
        </message>
        <message>
            <source>Size of the state.</source>
            <translation>Größe des Zustands.</translation>
        </message>
        <message>
            <source>So many on top of each other.</source>
            <translation>So viele übereinander.</translation>
        </message>
        <message>
            <source>Both directions</source>
            <translation>Beide Richtungen</translation>
        </message>
        <message>
            <source>A second one reads from the end; the outputs lie side by side.</source>
            <translation>Ein zweites liest vom Ende her; die Ausgaben liegen nebeneinander.</translation>
        </message>
        <message>
            <source>Dropout between</source>
            <translation>Dropout dazwischen</translation>
        </message>
        <message>
            <source>Share of the values between layers that is set to zero while training.</source>
            <translation>Anteil der Werte zwischen den Schichten, der beim Training auf null gesetzt wird.</translation>
        </message>
        <message>
            <source>Sequences, [N, T, features].</source>
            <translation>Folgen, [N, T, Merkmale].</translation>
        </message>
        <message>
            <source>The state after each step, [N, T, units].</source>
            <translation>Der Zustand nach jedem Schritt, [N, T, Einheiten].</translation>
        </message>
        <message>
            <source>The state after the last step, [N, units].</source>
            <translation>Der Zustand nach dem letzten Schritt, [N, Einheiten].</translation>
        </message>
        <message>
            <source>Reads a sequence step by step; two gates learn how much of the state to keep and how much of it to look at. Smaller than an LSTM, and often as good.</source>
            <translation>Liest eine Folge Schritt für Schritt; zwei Tore lernen, wie viel vom Zustand zu behalten und wie viel davon anzusehen ist. Kleiner als ein LSTM, und oft ebenso gut.</translation>
        </message>
        <message>
            <source>In place of an LSTM, with a quarter fewer weights.</source>
            <translation>Anstelle eines LSTM, mit einem Viertel weniger Gewichten.</translation>
        </message>
        <message>
            <source>Reads a sequence step by step: the new state is a function of the input and the old state. Forgets over long sequences, which LSTM and GRU were made against.</source>
            <translation>Liest eine Folge Schritt für Schritt: der neue Zustand ist eine Funktion der Eingabe und des alten Zustands. Vergisst über lange Folgen, wogegen LSTM und GRU gemacht wurden.</translation>
        </message>
        <message>
            <source>For short sequences, or to see why gates help.</source>
            <translation>Für kurze Folgen, oder um zu sehen, wozu Tore gut sind.</translation>
        </message>
        <message>
            <source>Activation</source>
            <translation>Aktivierung</translation>
        </message>
        <message>
            <source>Of each step.</source>
            <translation>Jedes Schritts.</translation>
        </message>
        <message>
            <source>Attention</source>
            <translation>Attention</translation>
        </message>
        <message>
            <source>Each position gathers from all others what matters to it: softmax(Q Kᵀ / √d) V, in several heads side by side, of its own queries, keys and values. With a context keys and values come from there (cross-attention).</source>
            <translation>Jede Stelle sammelt von allen anderen, was für sie wichtig ist: softmax(Q Kᵀ / √d) V, in mehreren Köpfen nebeneinander, aus eigenen Anfragen, Schlüsseln und Werten. Mit einem Kontext kommen Schlüssel und Werte von dort (Cross-Attention).</translation>
        </message>
        <message>
            <source>In a model that predicts the next character: positions see only what came before.</source>
            <translation>In einem Modell, das das nächste Zeichen vorhersagt: Stellen sehen nur, was vor ihnen kam.</translation>
        </message>
        <message>
            <source>{heads} heads</source>
            <translation>{heads} Köpfe</translation>
        </message>
        <message>
            <source>Heads</source>
            <translation>Köpfe</translation>
        </message>
        <message>
            <source>Must divide the number of features.</source>
            <translation>Muss die Zahl der Merkmale teilen.</translation>
        </message>
        <message>
            <source>Causal</source>
            <translation>Kausal</translation>
        </message>
        <message>
            <source>A position sees only itself and those before it: for predicting what comes next.</source>
            <translation>Eine Stelle sieht nur sich selbst und die vor ihr: um vorherzusagen, was als Nächstes kommt.</translation>
        </message>
        <message>
            <source>[N, T, features].</source>
            <translation>[N, T, Merkmale].</translation>
        </message>
        <message>
            <source>Where keys and values come from, [N, S, features]; without it, x.</source>
            <translation>Woher Schlüssel und Werte kommen, [N, S, Merkmale]; ohne ihn aus x.</translation>
        </message>
        <message>
            <source>Positions of the context (or of x) that nobody may look at (padding), [N, T]: not zero means ignored.</source>
            <translation>Stellen des Kontexts (oder von x), die niemand ansehen darf (Auffüllung), [N, T]: nicht null heißt übergangen.</translation>
        </message>
        <message>
            <source>One layer of a transformer: self-attention, and two Linear layers at each position, each with a norm and a way around it.</source>
            <translation>Eine Schicht eines Transformers: Self-Attention und zwei Linear-Schichten an jeder Stelle, jede mit einer Norm und einem Weg daran vorbei.</translation>
        </message>
        <message>
            <source>Several of them one behind another, after an embedding with positions.</source>
            <translation>Mehrere davon hintereinander, nach einem Embedding mit Positionen.</translation>
        </message>
        <message>
            <source>{heads} heads, {width} wide</source>
            <translation>{heads} Köpfe, {width} breit</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>Breite</translation>
        </message>
        <message>
            <source>Units between the two Linear layers.</source>
            <translation>Einheiten zwischen den beiden Linear-Schichten.</translation>
        </message>
        <message>
            <source>Between the two Linear layers.</source>
            <translation>Zwischen den beiden Linear-Schichten.</translation>
        </message>
        <message>
            <source>Norms first</source>
            <translation>Normen zuerst</translation>
        </message>
        <message>
            <source>Each part normalises what it is given instead of what it gives: trains more steadily when there are many layers.</source>
            <translation>Jeder Teil normalisiert, was er bekommt, anstelle dessen, was er gibt: trainiert ruhiger, wenn es viele Schichten sind.</translation>
        </message>
        <message>
            <source>Share of the values that each part sets to zero while training.</source>
            <translation>Anteil der Werte, den jeder Teil beim Training auf null setzt.</translation>
        </message>
        <message>
            <source>Positions of x that nobody may look at (padding), [N, T]: not zero means ignored.</source>
            <translation>Stellen von x, die niemand ansehen darf (Auffüllung), [N, T]: nicht null heißt übergangen.</translation>
        </message>
        <message>
            <source>One layer of a transformer's decoder: attention to what was written so far, attention to the encoder's memory, and two Linear layers at each position, each with a norm and a way around it.</source>
            <translation>Eine Schicht des Decoders eines Transformers: Attention auf das bisher Geschriebene, Attention auf das Gedächtnis des Encoders und zwei Linear-Schichten an jeder Stelle, jede mit einer Norm und einem Weg daran vorbei.</translation>
        </message>
        <message>
            <source>The second half of a translating network.</source>
            <translation>Die zweite Hälfte eines Netzes, das übersetzt.</translation>
        </message>
        <message>
            <source>What the encoder gives, [N, S, features].</source>
            <translation>Was der Encoder gibt, [N, S, Merkmale].</translation>
        </message>
        <message>
            <source>Positions of the memory that nobody may look at (padding), [N, T]: not zero means ignored.</source>
            <translation>Stellen des Gedächtnisses, die niemand ansehen darf (Auffüllung), [N, T]: nicht null heißt übergangen.</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>Embeddings</translation>
        </message>
        <message>
            <source>Gives each class number (of a character, a word) a learned vector: row number x of a table.</source>
            <translation>Gibt jeder Klassennummer (eines Zeichens, eines Wortes) einen gelernten Vektor: Zeile Nummer x einer Tabelle.</translation>
        </message>
        <message>
            <source>The first layer of a network that reads characters: 5 numbers for each of 7 characters.</source>
            <translation>Die erste Schicht eines Netzes, das Zeichen liest: 5 Zahlen für jedes von 7 Zeichen.</translation>
        </message>
        <message>
            <source>{size} values</source>
            <translation>{size} Werte</translation>
        </message>
        <message>
            <source>Values in each vector.</source>
            <translation>Werte in jedem Vektor.</translation>
        </message>
        <message>
            <source>Entries</source>
            <translation>Einträge</translation>
        </message>
        <message>
            <source>Rows of the table; 0: as many as the data has classes.</source>
            <translation>Zeilen der Tabelle; 0: so viele, wie die Daten Klassen haben.</translation>
        </message>
        <message>
            <source>Initial deviation</source>
            <translation>Anfängliche Streuung</translation>
        </message>
        <message>
            <source>Standard deviation of the initial values.</source>
            <translation>Standardabweichung der Anfangswerte.</translation>
        </message>
        <message>
            <source>Class numbers, [N, T] or of any shape.</source>
            <translation>Klassennummern, [N, T] oder beliebiger Form.</translation>
        </message>
        <message>
            <source>[N, T, size].</source>
            <translation>[N, T, Größe].</translation>
        </message>
        <message>
            <source>Adds a learned vector to each position of a sequence, so that attention can tell them apart.</source>
            <translation>Fügt jeder Stelle einer Folge einen gelernten Vektor hinzu, damit Attention sie unterscheiden kann.</translation>
        </message>
        <message>
            <source>Right after an Embedding, before the first attention.</source>
            <translation>Gleich nach einem Embedding, vor der ersten Attention.</translation>
        </message>
        <message>
            <source>Adds to each position of a sequence sines and cosines of its number, of wavelengths from 2π to 2π times the base: attention can tell positions apart, with nothing to learn.</source>
            <translation>Fügt jeder Stelle einer Folge Sinus und Kosinus ihrer Nummer hinzu, mit Wellenlängen von 2π bis 2π mal der Basis: Attention kann Stellen unterscheiden, und nichts ist zu lernen.</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Basis</translation>
        </message>
        <message>
            <source>Ratio of the wavelengths.</source>
            <translation>Verhältnis der Wellenlängen.</translation>
        </message>
        <message>
            <source>Turns neighbouring pairs of features by angles that grow with the position: products of queries and keys then depend on how far apart they are.</source>
            <translation>Dreht benachbarte Paare von Merkmalen um Winkel, die mit der Stelle wachsen: Produkte von Anfragen und Schlüsseln hängen dann davon ab, wie weit sie voneinander entfernt sind.</translation>
        </message>
        <message>
            <source>On queries and on keys, before attention is drawn by hand with MatMul.</source>
            <translation>Auf Anfragen und auf Schlüssel, bevor Attention von Hand mit MatMul gezeichnet wird.</translation>
        </message>
        <message>
            <source>The features of each head are turned on their own.</source>
            <translation>Die Merkmale jedes Kopfes werden für sich gedreht.</translation>
        </message>
        <message>
            <source>Activations</source>
            <translation>Aktivierungen</translation>
        </message>
        <message>
            <source>max(x, 0): passes positive values, stops negative ones.</source>
            <translation>max(x, 0): lässt positive Werte durch, hält negative auf.</translation>
        </message>
        <message>
            <source>Between two layers with weights; without it they would be one.</source>
            <translation>Zwischen zwei Schichten mit Gewichten; ohne sie wären diese eine.</translation>
        </message>
        <message>
            <source>ReLU that stops at 6, for small number types.</source>
            <translation>ReLU, das bei 6 aufhört, für kleine Zahlentypen.</translation>
        </message>
        <message>
            <source>ELU scaled so that a deep network keeps mean 0 and deviation 1.</source>
            <translation>ELU, so gestreckt, dass ein tiefes Netz Mittel 0 und Streuung 1 behält.</translation>
        </message>
        <message>
            <source>x sigmoid(x), also called Swish: a smooth ReLU that dips below zero.</source>
            <translation>x sigmoid(x), auch Swish genannt: ein glattes ReLU, das unter null taucht.</translation>
        </message>
        <message>
            <source>x tanh(softplus(x)): smooth, much like SiLU.</source>
            <translation>x tanh(softplus(x)): glatt, SiLU sehr ähnlich.</translation>
        </message>
        <message>
            <source>1 / (1 + exp(-x)): squeezes values into 0 to 1.</source>
            <translation>1 / (1 + exp(-x)): drückt Werte in 0 bis 1.</translation>
        </message>
        <message>
            <source>Hyperbolic tangent: squeezes values into -1 to 1.</source>
            <translation>Tangens hyperbolicus: drückt Werte in -1 bis 1.</translation>
        </message>
        <message>
            <source>log(1 + exp(x)): a smooth ReLU that is never zero.</source>
            <translation>log(1 + exp(x)): ein glattes ReLU, das nie null ist.</translation>
        </message>
        <message>
            <source>x / (1 + |x|): squeezes values into -1 to 1, slowly.</source>
            <translation>x / (1 + |x|): drückt Werte in -1 bis 1, langsam.</translation>
        </message>
        <message>
            <source>x / 6 + 1/2 between 0 and 1: a sigmoid of straight lines.</source>
            <translation>x / 6 + 1/2 zwischen 0 und 1: ein Sigmoid aus geraden Linien.</translation>
        </message>
        <message>
            <source>x times Hardsigmoid(x): SiLU of simple pieces.</source>
            <translation>x mal Hardsigmoid(x): SiLU aus einfachen Stücken.</translation>
        </message>
        <message>
            <source>log(1 / (1 + exp(-x))): logarithm of a probability.</source>
            <translation>log(1 / (1 + exp(-x))): Logarithmus einer Wahrscheinlichkeit.</translation>
        </message>
        <message>
            <source>x - tanh(x): next to nothing for small values.</source>
            <translation>x - tanh(x): fast nichts bei kleinen Werten.</translation>
        </message>
        <message>
            <source>x where positive, a small multiple of x where negative.</source>
            <translation>x, wo es positiv ist, ein kleines Vielfaches von x, wo es negativ ist.</translation>
        </message>
        <message>
            <source>slope {slope}</source>
            <translation>Steigung {slope}</translation>
        </message>
        <message>
            <source>Slope</source>
            <translation>Steigung</translation>
        </message>
        <message>
            <source>Factor for negative values.</source>
            <translation>Faktor für negative Werte.</translation>
        </message>
        <message>
            <source>x where positive, else a learned multiple of x.</source>
            <translation>x, wo es positiv ist, sonst ein gelerntes Vielfaches von x.</translation>
        </message>
        <message>
            <source>After a convolution, where a ReLU would lose half of the signal.</source>
            <translation>Nach einer Faltung, wo ein ReLU die Hälfte des Signals verlöre.</translation>
        </message>
        <message>
            <source>Each channel</source>
            <translation>Jeder Kanal</translation>
        </message>
        <message>
            <source>A slope for each channel (axis 1) instead of one for all.</source>
            <translation>Eine Steigung für jeden Kanal (Achse 1) statt einer für alle.</translation>
        </message>
        <message>
            <source>Initial slope</source>
            <translation>Anfängliche Steigung</translation>
        </message>
        <message>
            <source>What the slopes begin with.</source>
            <translation>Womit die Steigungen beginnen.</translation>
        </message>
        <message>
            <source>x Φ(x), with the normal distribution function Φ: a smooth ReLU.</source>
            <translation>x Φ(x), mit der Verteilungsfunktion Φ der Normalverteilung: ein glattes ReLU.</translation>
        </message>
        <message>
            <source>Formula</source>
            <translation>Formel</translation>
        </message>
        <message>
            <source>exact; tanh: the approximation that some published networks use.</source>
            <translation>exact: genau; tanh: die Näherung, die manche veröffentlichten Netze benutzen.</translation>
        </message>
        <message>
            <source>x where positive, alpha (exp(x) - 1) where negative.</source>
            <translation>x, wo es positiv ist, alpha (exp(x) - 1), wo es negativ ist.</translation>
        </message>
        <message>
            <source>alpha {alpha}</source>
            <translation>alpha {alpha}</translation>
        </message>
        <message>
            <source>Alpha</source>
            <translation>Alpha</translation>
        </message>
        <message>
            <source>Minus the lowest value there can be.</source>
            <translation>Minus der tiefste Wert, den es geben kann.</translation>
        </message>
        <message>
            <source>x where positive, alpha (exp(x / alpha) - 1) where negative.</source>
            <translation>x, wo es positiv ist, alpha (exp(x / alpha) - 1), wo es negativ ist.</translation>
        </message>
        <message>
            <source>x, cut off at a lowest and a highest value.</source>
            <translation>x, abgeschnitten an einem tiefsten und einem höchsten Wert.</translation>
        </message>
        <message>
            <source>low {low}</source>
            <translation>ab {low}</translation>
        </message>
        <message>
            <source>Lowest</source>
            <translation>Tiefster</translation>
        </message>
        <message>
            <source>Smaller values become this.</source>
            <translation>Kleinere Werte werden zu diesem.</translation>
        </message>
        <message>
            <source>Highest</source>
            <translation>Höchster</translation>
        </message>
        <message>
            <source>Larger values become this.</source>
            <translation>Größere Werte werden zu diesem.</translation>
        </message>
        <message>
            <source>x, but 0 where it is small.</source>
            <translation>x, aber 0, wo es klein ist.</translation>
        </message>
        <message>
            <source>bound {bound}</source>
            <translation>Grenze {bound}</translation>
        </message>
        <message>
            <source>Bound</source>
            <translation>Grenze</translation>
        </message>
        <message>
            <source>Values within plus and minus this become 0.</source>
            <translation>Werte zwischen plus und minus dieser Grenze werden 0.</translation>
        </message>
        <message>
            <source>x moved towards 0 by a bound, 0 within it.</source>
            <translation>x um eine Grenze zur 0 geschoben, 0 innerhalb davon.</translation>
        </message>
        <message>
            <source>x where it is above a bound, else a fixed value.</source>
            <translation>x, wo es über einer Grenze liegt, sonst ein fester Wert.</translation>
        </message>
        <message>
            <source>Values above it pass.</source>
            <translation>Werte darüber gehen durch.</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>What the others become.</source>
            <translation>Was die anderen werden.</translation>
        </message>
        <message>
            <source>Turns scores into probabilities: exp(x) / sum(exp(x)) along an axis. The cross-entropy loss does this itself; use Softmax where the probabilities are wanted as a result.</source>
            <translation>Macht aus Bewertungen Wahrscheinlichkeiten: exp(x) / sum(exp(x)) entlang einer Achse. Der Verlust Cross-entropy tut das selbst; nehmen Sie Softmax, wo die Wahrscheinlichkeiten als Ergebnis gewünscht sind.</translation>
        </message>
        <message>
            <source>Before an Output block, so that predictions are probabilities of classes.</source>
            <translation>Vor einem Output-Block, damit Vorhersagen Wahrscheinlichkeiten von Klassen sind.</translation>
        </message>
        <message>
            <source>axis {axis}</source>
            <translation>Achse {axis}</translation>
        </message>
        <message>
            <source>Axis</source>
            <translation>Achse</translation>
        </message>
        <message>
            <source>Along which the values belong together; -1 is the last.</source>
            <translation>Entlang der die Werte zusammengehören; -1 ist die letzte.</translation>
        </message>
        <message>
            <source>Softmax of -x: the smallest score gets the largest share.</source>
            <translation>Softmax von -x: die kleinste Bewertung bekommt den größten Anteil.</translation>
        </message>
        <message>
            <source>Distances to 5 prototypes as probabilities of belonging to each.</source>
            <translation>Abstände zu 5 Vorbildern als Wahrscheinlichkeiten, zu jedem zu gehören.</translation>
        </message>
        <message>
            <source>log(softmax(x)) along an axis, without its rounding near 0.</source>
            <translation>log(softmax(x)) entlang einer Achse, ohne dessen Rundung nahe 0.</translation>
        </message>
        <message>
            <source>Before the NLL loss or the KL divergence, which take logarithms.</source>
            <translation>Vor dem Verlust NLL oder der KL-Divergenz, die Logarithmen nehmen.</translation>
        </message>
        <message>
            <source>The first half of an axis times the sigmoid of its second half.</source>
            <translation>Die erste Hälfte einer Achse mal dem Sigmoid ihrer zweiten Hälfte.</translation>
        </message>
        <message>
            <source>After a Linear with twice as many units as are wanted: one half gates the other.</source>
            <translation>Nach einem Linear mit doppelt so vielen Einheiten wie gewünscht: die eine Hälfte ist das Tor der anderen.</translation>
        </message>
        <message>
            <source>The axis has half its size.</source>
            <translation>Die Achse hat die halbe Größe.</translation>
        </message>
        <message>
            <source>Tensor operations</source>
            <translation>Tensor-Operationen</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>Werte</translation>
        </message>
        <message>
            <source>A tensor that training changes: the W and b of formulas.</source>
            <translation>Ein Tensor, den das Training verändert: das W und b von Formeln.</translation>
        </message>
        <message>
            <source>The weight of a Linear layer drawn by hand: MatMul of the features with it.</source>
            <translation>Das Gewicht einer von Hand gezeichneten Linear-Schicht: MatMul der Merkmale damit.</translation>
        </message>
        <message>
            <source>Sizes of the axes; empty for a single number.</source>
            <translation>Größen der Achsen; leer für eine einzelne Zahl.</translation>
        </message>
        <message>
            <source>Initial values</source>
            <translation>Anfangswerte</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>Maßstab</translation>
        </message>
        <message>
            <source>Deviation, bound or value of the initial values.</source>
            <translation>Streuung, Grenze oder Wert der Anfangswerte.</translation>
        </message>
        <message>
            <source>Trainable</source>
            <translation>Trainierbar</translation>
        </message>
        <message>
            <source>Off: keeps its values.</source>
            <translation>Aus: behält seine Werte.</translation>
        </message>
        <message>
            <source>A fixed number, or a tensor filled with it.</source>
            <translation>Eine feste Zahl, oder ein Tensor voll davon.</translation>
        </message>
        <message>
            <source>The 1 in the formula 1 - x.</source>
            <translation>Die 1 in der Formel 1 - x.</translation>
        </message>
        <message>
            <source>The number.</source>
            <translation>Die Zahl.</translation>
        </message>
        <message>
            <source>Arithmetic</source>
            <translation>Rechenarten</translation>
        </message>
        <message>
            <source>a + b, element by element.</source>
            <translation>a + b, Element für Element.</translation>
        </message>
        <message>
            <source>The same row of 5 numbers meets every sample.</source>
            <translation>Dieselbe Reihe von 5 Zahlen trifft jedes Beispiel.</translation>
        </message>
        <message>
            <source>The first operand.</source>
            <translation>Der erste Operand.</translation>
        </message>
        <message>
            <source>The second operand; sizes must be equal or 1.</source>
            <translation>Der zweite Operand; Größen müssen gleich oder 1 sein.</translation>
        </message>
        <message>
            <source>a - b, element by element.</source>
            <translation>a - b, Element für Element.</translation>
        </message>
        <message>
            <source>a · b, element by element; for matrices see MatMul.</source>
            <translation>a · b, Element für Element; für Matrizen siehe MatMul.</translation>
        </message>
        <message>
            <source>a / b, element by element.</source>
            <translation>a / b, Element für Element.</translation>
        </message>
        <message>
            <source>a to the power of b, element by element.</source>
            <translation>a hoch b, Element für Element.</translation>
        </message>
        <message>
            <source>The larger of a and b, element by element.</source>
            <translation>Das Größere von a und b, Element für Element.</translation>
        </message>
        <message>
            <source>The smaller of a and b, element by element.</source>
            <translation>Das Kleinere von a und b, Element für Element.</translation>
        </message>
        <message>
            <source>Functions</source>
            <translation>Funktionen</translation>
        </message>
        <message>
            <source>e to the power of x.</source>
            <translation>e hoch x.</translation>
        </message>
        <message>
            <source>One step of a formula that is drawn block by block.</source>
            <translation>Ein Schritt einer Formel, die Block für Block gezeichnet wird.</translation>
        </message>
        <message>
            <source>Any numbers.</source>
            <translation>Beliebige Zahlen.</translation>
        </message>
        <message>
            <source>Natural logarithm; NaN for negative numbers.</source>
            <translation>Natürlicher Logarithmus; NaN bei negativen Zahlen.</translation>
        </message>
        <message>
            <source>Square root; NaN for negative numbers.</source>
            <translation>Quadratwurzel; NaN bei negativen Zahlen.</translation>
        </message>
        <message>
            <source>-x.</source>
            <translation>-x.</translation>
        </message>
        <message>
            <source>|x|.</source>
            <translation>|x|.</translation>
        </message>
        <message>
            <source>Sine of x in radians.</source>
            <translation>Sinus von x im Bogenmaß.</translation>
        </message>
        <message>
            <source>Cosine of x in radians.</source>
            <translation>Kosinus von x im Bogenmaß.</translation>
        </message>
        <message>
            <source>Products and sums</source>
            <translation>Produkte und Summen</translation>
        </message>
        <message>
            <source>Matrix product of the last two axes: [N, k] times [k, m] is [N, m].</source>
            <translation>Matrixprodukt der letzten beiden Achsen: [N, k] mal [k, m] ist [N, m].</translation>
        </message>
        <message>
            <source>Features times the weights of a Parameter block.</source>
            <translation>Merkmale mal die Gewichte eines Parameter-Blocks.</translation>
        </message>
        <message>
            <source>[..., n, k]</source>
            <translation>[..., n, k]</translation>
        </message>
        <message>
            <source>[..., k, m]</source>
            <translation>[..., k, m]</translation>
        </message>
        <message>
            <source>Sum over axes.</source>
            <translation>Summe über Achsen.</translation>
        </message>
        <message>
            <source>One number for each sample, over its features.</source>
            <translation>Eine Zahl für jedes Beispiel, über seine Merkmale.</translation>
        </message>
        <message>
            <source>axes {axes}</source>
            <translation>Achsen {axes}</translation>
        </message>
        <message>
            <source>Axes to reduce, 0 is the batch, -1 the last; empty: all of them.</source>
            <translation>Achsen, über die gerechnet wird, 0 ist der Stapel, -1 die letzte; leer: alle.</translation>
        </message>
        <message>
            <source>Keep axes</source>
            <translation>Achsen behalten</translation>
        </message>
        <message>
            <source>Reduced axes stay, with size 1.</source>
            <translation>Solche Achsen bleiben, mit der Größe 1.</translation>
        </message>
        <message>
            <source>Mean over axes.</source>
            <translation>Mittel über Achsen.</translation>
        </message>
        <message>
            <source>Largest value over axes.</source>
            <translation>Größter Wert über Achsen.</translation>
        </message>
        <message>
            <source>The same values in another shape.</source>
            <translation>Dieselben Werte in anderer Form.</translation>
        </message>
        <message>
            <source>Rows of 12 values as images of 3 by 4 pixels.</source>
            <translation>Reihen von 12 Werten als Bilder von 3 mal 4 Pixeln.</translation>
        </message>
        <message>
            <source>New sizes; one of them may be -1 for whatever is left.</source>
            <translation>Neue Größen; eine davon darf -1 sein für das, was übrig ist.</translation>
        </message>
        <message>
            <source>Keep batch</source>
            <translation>Stapel behalten</translation>
        </message>
        <message>
            <source>The shape is that of one sample; the batch axis stays in front.</source>
            <translation>Die Form ist die eines Beispiels; die Achse des Stapels bleibt vorn.</translation>
        </message>
        <message>
            <source>Any tensor.</source>
            <translation>Beliebiger Tensor.</translation>
        </message>
        <message>
            <source>Changes the order of the axes.</source>
            <translation>Ändert die Reihenfolge der Achsen.</translation>
        </message>
        <message>
            <source>Channels behind the pixels: [N, C, H, W] becomes [N, H, W, C].</source>
            <translation>Kanäle hinter den Pixeln: aus [N, C, H, W] wird [N, H, W, C].</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>Reihenfolge</translation>
        </message>
        <message>
            <source>For each axis of the result the axis it comes from, like 0, 2, 1; empty: swaps the last two.</source>
            <translation>Zu jeder Achse des Ergebnisses die Achse, aus der sie kommt, wie 0, 2, 1; leer: vertauscht die letzten beiden.</translation>
        </message>
        <message>
            <source>Cuts out a part, in NumPy's notation: &quot;:, 0:4, ::2&quot; takes all samples, the first four of axis 1, and every second of axis 2.</source>
            <translation>Schneidet einen Teil heraus, in der Schreibweise von NumPy: „:, 0:4, ::2“ nimmt alle Beispiele, die ersten vier der Achse 1 und jedes zweite der Achse 2.</translation>
        </message>
        <message>
            <source>The last step of a sequence.</source>
            <translation>Der letzte Schritt einer Folge.</translation>
        </message>
        <message>
            <source>Ranges</source>
            <translation>Bereiche</translation>
        </message>
        <message>
            <source>start:stop:step for each axis, separated by commas; negative numbers count from the end, a single number takes its axis away.</source>
            <translation>Anfang:Ende:Schritt für jede Achse, durch Kommas getrennt; negative Zahlen zählen vom Ende, eine einzelne Zahl nimmt ihre Achse weg.</translation>
        </message>
        <message>
            <source>Joins tensors along an axis; all other sizes must be equal.</source>
            <translation>Fügt Tensoren entlang einer Achse aneinander; alle anderen Größen müssen gleich sein.</translation>
        </message>
        <message>
            <source>Two branches of a network side by side.</source>
            <translation>Zwei Zweige eines Netzes nebeneinander.</translation>
        </message>
        <message>
            <source>Along which the inputs are joined; -1 is the last.</source>
            <translation>Entlang der die Eingaben aneinanderkommen; -1 ist die letzte.</translation>
        </message>
        <message>
            <source>Inputs</source>
            <translation>Eingaben</translation>
        </message>
        <message>
            <source>Number of inputs.</source>
            <translation>Zahl der Eingaben.</translation>
        </message>
        <message>
            <source>A part.</source>
            <translation>Ein Teil.</translation>
        </message>
        <message>
            <source>Repeats a tensor along axes of size 1, and along new axes in front.</source>
            <translation>Wiederholt einen Tensor entlang Achsen der Größe 1 und entlang neuer Achsen davor.</translation>
        </message>
        <message>
            <source>One row of numbers for each of 4 steps.</source>
            <translation>Eine Reihe von Zahlen für jeden von 4 Schritten.</translation>
        </message>
        <message>
            <source>Sizes to reach.</source>
            <translation>Größen, die zu erreichen sind.</translation>
        </message>
        <message>
            <source>Takes an axis apart into several: the reverse of Flatten.</source>
            <translation>Zerlegt eine Achse in mehrere: die Umkehrung von Flatten.</translation>
        </message>
        <message>
            <source>After a Linear, to go on with images.</source>
            <translation>Nach einem Linear, um mit Bildern weiterzumachen.</translation>
        </message>
        <message>
            <source>Which axis; -1 is the last.</source>
            <translation>Welche Achse; -1 ist die letzte.</translation>
        </message>
        <message>
            <source>Its new sizes; one of them may be -1 for whatever is left.</source>
            <translation>Ihre neuen Größen; eine davon darf -1 sein für das, was übrig ist.</translation>
        </message>
        <message>
            <source>Takes axes of size 1 away.</source>
            <translation>Nimmt Achsen der Größe 1 weg.</translation>
        </message>
        <message>
            <source>One score per sample as a plain list.</source>
            <translation>Eine Bewertung je Beispiel als einfache Liste.</translation>
        </message>
        <message>
            <source>Which axes; empty: all of size 1 but the batch.</source>
            <translation>Welche Achsen; leer: alle der Größe 1 außer dem Stapel.</translation>
        </message>
        <message>
            <source>Adds an axis of size 1.</source>
            <translation>Fügt eine Achse der Größe 1 hinzu.</translation>
        </message>
        <message>
            <source>A channel axis for images that have none.</source>
            <translation>Eine Kanalachse für Bilder, die keine haben.</translation>
        </message>
        <message>
            <source>Where it is in the result; -1 is at the end.</source>
            <translation>Wo sie im Ergebnis steht; -1 ist am Ende.</translation>
        </message>
        <message>
            <source>Mean and deviation out of one Linear of 6 units.</source>
            <translation>Mittel und Streuung aus einem Linear mit 6 Einheiten.</translation>
        </message>
        <message>
            <source>The first elements.</source>
            <translation>Die ersten Elemente.</translation>
        </message>
        <message>
            <source>All others.</source>
            <translation>Alle anderen.</translation>
        </message>
        <message>
            <source>Adds a border along the last axes.</source>
            <translation>Fügt entlang der letzten Achsen einen Rand hinzu.</translation>
        </message>
        <message>
            <source>A border of 1 pixel that repeats the image's edge.</source>
            <translation>Ein Rand von 1 Pixel, der die Kante des Bildes wiederholt.</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>Davor</translation>
        </message>
        <message>
            <source>Elements added before, one entry for each of the last axes.</source>
            <translation>Elemente, die davor hinzukommen, ein Eintrag für jede der letzten Achsen.</translation>
        </message>
        <message>
            <source>After</source>
            <translation>Danach</translation>
        </message>
        <message>
            <source>Elements added behind, likewise.</source>
            <translation>Elemente, die dahinter hinzukommen, ebenso.</translation>
        </message>
        <message>
            <source>Border</source>
            <translation>Rand</translation>
        </message>
        <message>
            <source>constant: one value; reflect: what lies behind the edge, in reverse; replicate: the edge itself.</source>
            <translation>constant: ein Wert; reflect: was hinter der Kante liegt, umgekehrt; replicate: die Kante selbst.</translation>
        </message>
        <message>
            <source>Of a constant border.</source>
            <translation>Eines konstanten Randes.</translation>
        </message>
        <message>
            <source>Derivatives</source>
            <translation>Ableitungen</translation>
        </message>
        <message>
            <source>How y changes with x: the derivative of the sum of y's values by each value of x. The result is a tensor like any other, and can be differentiated again: for penalties on slopes, differential equations, curvature.</source>
            <translation>Wie sich y mit x ändert: die Ableitung der Summe der Werte von y nach jedem Wert von x. Das Ergebnis ist ein Tensor wie jeder andere und kann wieder abgeleitet werden: für Strafen auf Steigungen, Differentialgleichungen, Krümmung.</translation>
        </message>
        <message>
            <source>The slope of a network at each sample: y is its output for the input x.</source>
            <translation>Die Steigung eines Netzes bei jedem Beispiel: y ist seine Ausgabe zur Eingabe x.</translation>
        </message>
        <message>
            <source>What is differentiated; all its values are added up.</source>
            <translation>Was abgeleitet wird; alle seine Werte werden summiert.</translation>
        </message>
        <message>
            <source>What it is differentiated by: any tensor that leads to y.</source>
            <translation>Wonach abgeleitet wird: ein beliebiger Tensor, der zu y führt.</translation>
        </message>
        <message>
            <source>dy/dx, of x's shape.</source>
            <translation>dy/dx, in der Form von x.</translation>
        </message>
        <message>
            <source>Losses</source>
            <translation>Verluste</translation>
        </message>
        <message>
            <source>For classes</source>
            <translation>Für Klassen</translation>
        </message>
        <message>
            <source>Loss for choosing one class: the mean of -log(softmax(scores)) at the right class.</source>
            <translation>Verlust für die Wahl einer Klasse: das Mittel von -log(softmax(scores)) bei der richtigen Klasse.</translation>
        </message>
        <message>
            <source>Scores of the last Linear against the classes of the data.</source>
            <translation>Bewertungen des letzten Linear gegen die Klassen der Daten.</translation>
        </message>
        <message>
            <source>Label smoothing</source>
            <translation>Klassen glätten</translation>
        </message>
        <message>
            <source>Share of the target that is spread over all classes.</source>
            <translation>Anteil des Ziels, der auf alle Klassen verteilt wird.</translation>
        </message>
        <message>
            <source>Class weights</source>
            <translation>Gewichte der Klassen</translation>
        </message>
        <message>
            <source>How much each class counts, separated by commas; empty: all alike.</source>
            <translation>Wie viel jede Klasse zählt, durch Kommas getrennt; leer: alle gleich.</translation>
        </message>
        <message>
            <source>Ignore a label</source>
            <translation>Eine Klasse übergehen</translation>
        </message>
        <message>
            <source>Samples (or positions) with the label below do not count.</source>
            <translation>Beispiele (oder Stellen) mit der Klasse darunter zählen nicht.</translation>
        </message>
        <message>
            <source>Ignored label</source>
            <translation>Übergangene Klasse</translation>
        </message>
        <message>
            <source>Which one; it may be outside the classes.</source>
            <translation>Welche; sie darf außerhalb der Klassen liegen.</translation>
        </message>
        <message>
            <source>One score per class, [N, classes] or [N, T, classes]; not yet softmax.</source>
            <translation>Eine Bewertung je Klasse, [N, Klassen] oder [N, T, Klassen]; noch nicht softmax.</translation>
        </message>
        <message>
            <source>The right classes, [N] or [N, T].</source>
            <translation>Die richtigen Klassen, [N] oder [N, T].</translation>
        </message>
        <message>
            <source>One number for the batch.</source>
            <translation>Eine Zahl für den Stapel.</translation>
        </message>
        <message>
            <source>Loss for yes or no: the mean of -(t log p + (1 - t) log(1 - p)), with p = sigmoid(prediction) for scores.</source>
            <translation>Verlust für Ja oder Nein: das Mittel von -(t log p + (1 - t) log(1 - p)), mit p = sigmoid(prediction) bei Bewertungen.</translation>
        </message>
        <message>
            <source>The last Linear (1 unit) against the quantity that the data says.</source>
            <translation>Das letzte Linear (1 Einheit) gegen die Größe, die die Daten sagen.</translation>
        </message>
        <message>
            <source>Prediction is</source>
            <translation>Die Vorhersage ist</translation>
        </message>
        <message>
            <source>score: any number, the loss applies the sigmoid itself (more precise); probability: 0 to 1, after a Sigmoid.</source>
            <translation>score: eine beliebige Zahl, der Verlust wendet das Sigmoid selbst an (genauer); probability: 0 bis 1, nach einem Sigmoid.</translation>
        </message>
        <message>
            <source>Weight of yes</source>
            <translation>Gewicht von Ja</translation>
        </message>
        <message>
            <source>How much a missed yes counts, where they are rare.</source>
            <translation>Wie viel ein verpasstes Ja zählt, wo sie selten sind.</translation>
        </message>
        <message>
            <source>What the network says.</source>
            <translation>Was das Netz sagt.</translation>
        </message>
        <message>
            <source>What is right; the same shape.</source>
            <translation>Was richtig ist; in derselben Form.</translation>
        </message>
        <message>
            <source>Loss for choosing one class, given log-probabilities: the mean of minus the one at the right class.</source>
            <translation>Verlust für die Wahl einer Klasse, aus Log-Wahrscheinlichkeiten: das Mittel von minus der bei der richtigen Klasse.</translation>
        </message>
        <message>
            <source>Behind a LogSoftmax: together they are the cross-entropy.</source>
            <translation>Hinter einem LogSoftmax: zusammen sind sie die Kreuzentropie.</translation>
        </message>
        <message>
            <source>How much a distribution of log-probabilities differs from a target of probabilities: the sum of t (log t - prediction), mean over the batch.</source>
            <translation>Wie sehr sich eine Verteilung von Log-Wahrscheinlichkeiten von einem Ziel von Wahrscheinlichkeiten unterscheidet: die Summe von t (log t - prediction), gemittelt über den Stapel.</translation>
        </message>
        <message>
            <source>A small network learns the probabilities that a large one gives (behind a LogSoftmax).</source>
            <translation>Ein kleines Netz lernt die Wahrscheinlichkeiten, die ein großes gibt (hinter einem LogSoftmax).</translation>
        </message>
        <message>
            <source>Target is logarithms</source>
            <translation>Das Ziel sind Logarithmen</translation>
        </message>
        <message>
            <source>The target holds logarithms of probabilities too.</source>
            <translation>Auch das Ziel enthält Logarithmen von Wahrscheinlichkeiten.</translation>
        </message>
        <message>
            <source>Loss of support vector machines: the mean of max(0, margin - t · prediction), with targets of -1 and 1.</source>
            <translation>Verlust der Support Vector Machines: das Mittel von max(0, margin - t · prediction), mit Zielen von -1 und 1.</translation>
        </message>
        <message>
            <source>Margin</source>
            <translation>Abstand</translation>
        </message>
        <message>
            <source>Scores beyond it cost nothing.</source>
            <translation>Bewertungen jenseits davon kosten nichts.</translation>
        </message>
        <message>
            <source>Every wrong class costs as much as its score comes within a margin of the right one's.</source>
            <translation>Jede falsche Klasse kostet so viel, wie ihre Bewertung der der richtigen näher kommt als der Abstand.</translation>
        </message>
        <message>
            <source>By which the right class must lead.</source>
            <translation>Um den die richtige Klasse vorn liegen muss.</translation>
        </message>
        <message>
            <source>Power</source>
            <translation>Potenz</translation>
        </message>
        <message>
            <source>2: what it costs is squared.</source>
            <translation>2: was es kostet, wird quadriert.</translation>
        </message>
        <message>
            <source>Connectionist temporal classification: -log of the probability that a sequence of scores spells the labels, whenever each is said and however long; one class is the blank between them.</source>
            <translation>Connectionist temporal classification: -log der Wahrscheinlichkeit, dass eine Folge von Bewertungen die Klassen buchstabiert, wann auch immer jede gesagt wird und wie lange; eine Klasse ist die Leere dazwischen.</translation>
        </message>
        <message>
            <source>Speech or handwriting: scores for each time step against the letters.</source>
            <translation>Sprache oder Handschrift: Bewertungen für jeden Zeitschritt gegen die Buchstaben.</translation>
        </message>
        <message>
            <source>Blank</source>
            <translation>Leere</translation>
        </message>
        <message>
            <source>The class that means nothing is said.</source>
            <translation>Die Klasse, die heißt, dass nichts gesagt wird.</translation>
        </message>
        <message>
            <source>Leave out impossible</source>
            <translation>Unmögliche weglassen</translation>
        </message>
        <message>
            <source>Samples whose labels do not fit into their steps count 0 instead of making the loss infinite.</source>
            <translation>Beispiele, deren Klassen nicht in ihre Schritte passen, zählen 0, statt den Verlust unendlich zu machen.</translation>
        </message>
        <message>
            <source>[N, T, classes]; not yet softmax.</source>
            <translation>[N, T, Klassen]; noch nicht softmax.</translation>
        </message>
        <message>
            <source>[N, S]; ends at the first blank or negative number.</source>
            <translation>[N, S]; endet bei der ersten Leere oder negativen Zahl.</translation>
        </message>
        <message>
            <source>How many steps of each sample count, [N].</source>
            <translation>Wie viele Schritte jedes Beispiels zählen, [N].</translation>
        </message>
        <message>
            <source>How many labels of each sample count, [N].</source>
            <translation>Wie viele Klassen jedes Beispiels zählen, [N].</translation>
        </message>
        <message>
            <source>For quantities</source>
            <translation>Für Größen</translation>
        </message>
        <message>
            <source>Loss for predicting quantities: the mean of (prediction - target)².</source>
            <translation>Verlust für die Vorhersage von Größen: das Mittel von (prediction - target)².</translation>
        </message>
        <message>
            <source>Loss for quantities that minds outliers less: the mean of |prediction - target|.</source>
            <translation>Verlust für Größen, den Ausreißer weniger stören: das Mittel von |prediction - target|.</translation>
        </message>
        <message>
            <source>Squared error for small errors, absolute error for large ones.</source>
            <translation>Quadratischer Fehler bei kleinen Fehlern, absoluter bei großen.</translation>
        </message>
        <message>
            <source>Delta</source>
            <translation>Delta</translation>
        </message>
        <message>
            <source>Where large begins.</source>
            <translation>Wo groß beginnt.</translation>
        </message>
        <message>
            <source>Absolute error, rounded off where it is small: Huber divided by beta.</source>
            <translation>Absoluter Fehler, abgerundet, wo er klein ist: Huber geteilt durch Beta.</translation>
        </message>
        <message>
            <source>Beta</source>
            <translation>Beta</translation>
        </message>
        <message>
            <source>Where small ends.</source>
            <translation>Wo klein endet.</translation>
        </message>
        <message>
            <source>For distances</source>
            <translation>Für Abstände</translation>
        </message>
        <message>
            <source>For distances: the mean of the distance where the target is 1, and of max(0, margin - distance) where it is -1.</source>
            <translation>Für Abstände: das Mittel des Abstands, wo das Ziel 1 ist, und von max(0, margin - Abstand), wo es -1 ist.</translation>
        </message>
        <message>
            <source>Far enough apart.</source>
            <translation>Weit genug auseinander.</translation>
        </message>
        <message>
            <source>Turns vectors that are alike in one direction, and others apart: 1 - cos where the target is 1, max(0, cos - margin) where it is -1.</source>
            <translation>Dreht Vektoren, die sich gleichen, in eine Richtung und andere auseinander: 1 - cos, wo das Ziel 1 ist, max(0, cos - margin), wo es -1 ist.</translation>
        </message>
        <message>
            <source>Two branches with the same weights, for pairs of pictures.</source>
            <translation>Zwei Zweige mit denselben Gewichten, für Paare von Bildern.</translation>
        </message>
        <message>
            <source>Cosines of different vectors below it cost nothing.</source>
            <translation>Kosinus verschiedener Vektoren darunter kosten nichts.</translation>
        </message>
        <message>
            <source>Vectors, [N, values].</source>
            <translation>Vektoren, [N, Werte].</translation>
        </message>
        <message>
            <source>1 for alike, -1 (or 0) for different, [N].</source>
            <translation>1 für gleich, -1 (oder 0) für verschieden, [N].</translation>
        </message>
        <message>
            <source>An anchor must be nearer to the positive than to the negative, by a margin.</source>
            <translation>Ein Anker muss dem Positiven um einen Abstand näher sein als dem Negativen.</translation>
        </message>
        <message>
            <source>Three branches with the same weights: a face, the same one, another.</source>
            <translation>Drei Zweige mit denselben Gewichten: ein Gesicht, dasselbe, ein anderes.</translation>
        </message>
        <message>
            <source>By how much nearer.</source>
            <translation>Um wie viel näher.</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>Maße</translation>
        </message>
        <message>
            <source>Share of samples whose highest score is at the right class.</source>
            <translation>Anteil der Beispiele, deren höchste Bewertung bei der richtigen Klasse liegt.</translation>
        </message>
        <message>
            <source>Share of samples where the prediction is on the right side of the threshold.</source>
            <translation>Anteil der Beispiele, bei denen die Vorhersage auf der richtigen Seite der Schwelle liegt.</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Schwelle</translation>
        </message>
        <message>
            <source>0 for scores, 0.5 for probabilities.</source>
            <translation>0 für Bewertungen, 0,5 für Wahrscheinlichkeiten.</translation>
        </message>
        <message>
            <source>The mean of |prediction - target|, to look at.</source>
            <translation>Das Mittel von |prediction - target|, zum Ansehen.</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>Ausgabe</translation>
        </message>
        <message>
            <source>Marks a tensor as a result of the network, to be computed by predict and exported under this block's name.</source>
            <translation>Kennzeichnet einen Tensor als Ergebnis des Netzes, das predict berechnet und das unter dem Namen dieses Blocks exportiert wird.</translation>
        </message>
        <message>
            <source>Behind a Softmax: predict then writes probabilities.</source>
            <translation>Hinter einem Softmax: dann schreibt predict Wahrscheinlichkeiten.</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>Epochen</translation>
        </message>
        <message>
            <source>How often training goes through all samples.</source>
            <translation>Wie oft das Training alle Beispiele durchgeht.</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>Stapelgröße</translation>
        </message>
        <message>
            <source>Samples per step: the gradient is their mean.</source>
            <translation>Beispiele je Schritt: der Gradient ist ihr Mittel.</translation>
        </message>
        <message>
            <source>Optimizer</source>
            <translation>Optimierer</translation>
        </message>
        <message>
            <source>sgd: plain gradient descent, with or without momentum; adam: steps scaled by each parameter's own history; adamw: adam with weight decay kept apart from the gradient; nadam: adam that looks ahead along its momentum; radam: adam that needs no warm-up; rmsprop: gradients divided by the root of their recent mean square; adagrad: steps that shrink where gradients have been large; adadelta: steps as large as recent steps were; the usual rate is 1; adamax: adam with the largest gradient in place of the mean square; lion: steps of one size in the direction of the sign; wants a small rate.</source>
            <translation>sgd: einfacher Gradientenabstieg, mit oder ohne Momentum; adam: Schritte nach der eigenen Geschichte jedes Parameters; adamw: adam mit vom Gradienten getrenntem Weight Decay; nadam: adam, das am Momentum vorausschaut; radam: adam, das kein Aufwärmen braucht; rmsprop: Gradienten geteilt durch die Wurzel ihres jüngsten mittleren Quadrats; adagrad: Schritte, die schrumpfen, wo Gradienten groß waren; adadelta: Schritte so groß wie die letzten; die übliche Rate ist 1; adamax: adam mit dem größten Gradienten anstelle des mittleren Quadrats; lion: Schritte gleicher Größe in Richtung des Vorzeichens; braucht eine kleine Rate.</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>How far a step goes along the gradient.</source>
            <translation>Wie weit ein Schritt entlang des Gradienten geht.</translation>
        </message>
        <message>
            <source>Pulls weights towards zero.</source>
            <translation>Zieht Gewichte zur Null.</translation>
        </message>
        <message>
            <source>Share of the last step that is added to the next.</source>
            <translation>Anteil des letzten Schritts, der zum nächsten hinzukommt.</translation>
        </message>
        <message>
            <source>Nesterov</source>
            <translation>Nesterov</translation>
        </message>
        <message>
            <source>Looks ahead along the momentum.</source>
            <translation>Schaut am Momentum voraus.</translation>
        </message>
        <message>
            <source>Dampening</source>
            <translation>Dämpfung</translation>
        </message>
        <message>
            <source>Share of the gradient that the momentum leaves out.</source>
            <translation>Anteil des Gradienten, den das Momentum weglässt.</translation>
        </message>
        <message>
            <source>Beta 1</source>
            <translation>Beta 1</translation>
        </message>
        <message>
            <source>Decay of the mean of gradients.</source>
            <translation>Schwund des Mittels der Gradienten.</translation>
        </message>
        <message>
            <source>Beta 2</source>
            <translation>Beta 2</translation>
        </message>
        <message>
            <source>Decay of the mean of squared gradients; for Lion of the mean of gradients.</source>
            <translation>Schwund des Mittels der quadrierten Gradienten; bei Lion des Mittels der Gradienten.</translation>
        </message>
        <message>
            <source>Added to what a step is divided by, so that it is never zero.</source>
            <translation>Kommt zu dem hinzu, wodurch ein Schritt geteilt wird, damit es nie null ist.</translation>
        </message>
        <message>
            <source>AMSGrad</source>
            <translation>AMSGrad</translation>
        </message>
        <message>
            <source>Divides by the largest mean of squared gradients so far instead of the newest.</source>
            <translation>Teilt durch das bisher größte Mittel der quadrierten Gradienten anstelle des neuesten.</translation>
        </message>
        <message>
            <source>Momentum decay</source>
            <translation>Schwund des Momentums</translation>
        </message>
        <message>
            <source>How fast the momentum grows to beta 1.</source>
            <translation>Wie schnell das Momentum auf Beta 1 wächst.</translation>
        </message>
        <message>
            <source>Decay of the mean of squared gradients.</source>
            <translation>Schwund des Mittels der quadrierten Gradienten.</translation>
        </message>
        <message>
            <source>Centred</source>
            <translation>Zentriert</translation>
        </message>
        <message>
            <source>Divides by the deviation instead of the mean square.</source>
            <translation>Teilt durch die Streuung anstelle des mittleren Quadrats.</translation>
        </message>
        <message>
            <source>Learning rate decay</source>
            <translation>Schwund der Lernrate</translation>
        </message>
        <message>
            <source>The rate is divided by 1 + (steps so far) times this.</source>
            <translation>Die Rate wird geteilt durch 1 + (bisherige Schritte) mal diesem.</translation>
        </message>
        <message>
            <source>Initial sum</source>
            <translation>Anfangssumme</translation>
        </message>
        <message>
            <source>What the sum of squared gradients begins with.</source>
            <translation>Womit die Summe der quadrierten Gradienten beginnt.</translation>
        </message>
        <message>
            <source>Rho</source>
            <translation>Rho</translation>
        </message>
        <message>
            <source>Decay of the means of squares.</source>
            <translation>Schwund der Mittel der Quadrate.</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>Ablauf</translation>
        </message>
        <message>
            <source>How the learning rate changes while training. constant: always the learning rate; step: lowered after every so many epochs; multistep: lowered at milestones; exponential: multiplied by a factor after each epoch; cosine: down to the lowest rate along half a cosine; cosine_restarts: the cosine again and again; linear: from one share of the rate to another: a warm-up, or a way down; one_cycle: up to the rate and down again, momentum the other way round; plateau: lowered when the validation loss stops falling; polynomial: down to zero as a power of what is left.</source>
            <translation>Wie sich die Lernrate beim Training ändert. constant: immer die Lernrate; step: gesenkt nach jeweils so vielen Epochen; multistep: gesenkt an Meilensteinen; exponential: nach jeder Epoche mit einem Faktor multipliziert; cosine: hinab zur tiefsten Rate entlang eines halben Kosinus; cosine_restarts: der Kosinus wieder und wieder; linear: von einem Anteil der Rate zu einem anderen: ein Aufwärmen oder ein Weg hinab; one_cycle: hinauf zur Rate und wieder hinab, das Momentum umgekehrt; plateau: gesenkt, wenn der Validierungsverlust nicht mehr fällt; polynomial: hinab auf null als Potenz dessen, was übrig ist.</translation>
        </message>
        <message>
            <source>Every</source>
            <translation>Alle</translation>
        </message>
        <message>
            <source>Epochs or updates between two steps down.</source>
            <translation>Epochen oder Schritte zwischen zwei Senkungen.</translation>
        </message>
        <message>
            <source>What the rate is multiplied by each time.</source>
            <translation>Womit die Rate jedes Mal multipliziert wird.</translation>
        </message>
        <message>
            <source>Milestones</source>
            <translation>Meilensteine</translation>
        </message>
        <message>
            <source>Epochs or updates after which the rate goes down.</source>
            <translation>Epochen oder Schritte, nach denen die Rate sinkt.</translation>
        </message>
        <message>
            <source>Epochs or updates until the end is reached; 0: the whole training.</source>
            <translation>Epochen oder Schritte, bis das Ende erreicht ist; 0: das ganze Training.</translation>
        </message>
        <message>
            <source>Lowest rate</source>
            <translation>Tiefste Rate</translation>
        </message>
        <message>
            <source>The rate does not go below it.</source>
            <translation>Die Rate geht nicht darunter.</translation>
        </message>
        <message>
            <source>First period</source>
            <translation>Erste Periode</translation>
        </message>
        <message>
            <source>Epochs or updates until the first restart.</source>
            <translation>Epochen oder Schritte bis zum ersten Neubeginn.</translation>
        </message>
        <message>
            <source>Period factor</source>
            <translation>Faktor der Periode</translation>
        </message>
        <message>
            <source>How much longer each period is than the last; a whole number in PyTorch.</source>
            <translation>Wievielmal länger jede Periode ist als die letzte; in PyTorch eine ganze Zahl.</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>Anfang</translation>
        </message>
        <message>
            <source>Share of the rate at first.</source>
            <translation>Anteil der Rate am Anfang.</translation>
        </message>
        <message>
            <source>End</source>
            <translation>Ende</translation>
        </message>
        <message>
            <source>Share of the rate at the end.</source>
            <translation>Anteil der Rate am Ende.</translation>
        </message>
        <message>
            <source>Rise</source>
            <translation>Anstieg</translation>
        </message>
        <message>
            <source>Share of the training in which the rate grows.</source>
            <translation>Anteil des Trainings, in dem die Rate wächst.</translation>
        </message>
        <message>
            <source>Start divisor</source>
            <translation>Teiler am Anfang</translation>
        </message>
        <message>
            <source>The rate begins at the learning rate divided by this.</source>
            <translation>Die Rate beginnt bei der Lernrate geteilt durch dies.</translation>
        </message>
        <message>
            <source>End divisor</source>
            <translation>Teiler am Ende</translation>
        </message>
        <message>
            <source>The rate ends at its beginning divided by this.</source>
            <translation>Die Rate endet bei ihrem Anfang geteilt durch dies.</translation>
        </message>
        <message>
            <source>Straight lines</source>
            <translation>Gerade Linien</translation>
        </message>
        <message>
            <source>Along lines instead of half cosines.</source>
            <translation>Entlang von Linien statt halber Kosinus.</translation>
        </message>
        <message>
            <source>Moves momentum</source>
            <translation>Bewegt das Momentum</translation>
        </message>
        <message>
            <source>The optimiser's momentum (or beta 1) goes down while the rate goes up.</source>
            <translation>Das Momentum des Optimierers (oder Beta 1) sinkt, während die Rate steigt.</translation>
        </message>
        <message>
            <source>Lowest momentum</source>
            <translation>Tiefstes Momentum</translation>
        </message>
        <message>
            <source>Where the rate is highest.</source>
            <translation>Wo die Rate am höchsten ist.</translation>
        </message>
        <message>
            <source>Highest momentum</source>
            <translation>Höchstes Momentum</translation>
        </message>
        <message>
            <source>At the beginning and the end.</source>
            <translation>Am Anfang und am Ende.</translation>
        </message>
        <message>
            <source>Patience</source>
            <translation>Geduld</translation>
        </message>
        <message>
            <source>Epochs without a better loss that are waited for.</source>
            <translation>Epochen ohne besseren Verlust, die abgewartet werden.</translation>
        </message>
        <message>
            <source>A loss is better only if it is lower by this share.</source>
            <translation>Ein Verlust ist nur besser, wenn er um diesen Anteil tiefer liegt.</translation>
        </message>
        <message>
            <source>Cool-down</source>
            <translation>Abkühlen</translation>
        </message>
        <message>
            <source>Epochs after a step down that are not counted.</source>
            <translation>Epochen nach einer Senkung, die nicht gezählt werden.</translation>
        </message>
        <message>
            <source>1 is a straight line.</source>
            <translation>1 ist eine gerade Linie.</translation>
        </message>
        <message>
            <source>Counted in</source>
            <translation>Gezählt in</translation>
        </message>
        <message>
            <source>What the schedule's numbers count; automatic: updates for linear and one_cycle, epochs for the others.</source>
            <translation>Was die Zahlen des Ablaufs zählen; automatic: Schritte bei linear und one_cycle, Epochen bei den anderen.</translation>
        </message>
        <message>
            <source>Warm-up</source>
            <translation>Aufwärmen</translation>
        </message>
        <message>
            <source>Updates in which the rate grows to what the schedule says; 0: none.</source>
            <translation>Schritte, in denen die Rate auf das wächst, was der Ablauf sagt; 0: keine.</translation>
        </message>
        <message>
            <source>Warm-up start</source>
            <translation>Anfang des Aufwärmens</translation>
        </message>
        <message>
            <source>Share of the rate that a warm-up begins with.</source>
            <translation>Anteil der Rate, mit dem ein Aufwärmen beginnt.</translation>
        </message>
        <message>
            <source>Clip norm</source>
            <translation>Norm begrenzen</translation>
        </message>
        <message>
            <source>Gradients are scaled down together where their norm is larger; 0: never.</source>
            <translation>Gradienten werden zusammen verkleinert, wo ihre Norm größer ist; 0: nie.</translation>
        </message>
        <message>
            <source>Clip values</source>
            <translation>Werte begrenzen</translation>
        </message>
        <message>
            <source>Each gradient is cut off at plus and minus this; 0: never.</source>
            <translation>Jeder Gradient wird bei plus und minus diesem abgeschnitten; 0: nie.</translation>
        </message>
        <message>
            <source>Batches per update</source>
            <translation>Stapel je Schritt</translation>
        </message>
        <message>
            <source>Gradients of so many batches are averaged for one update, as if the batch were larger.</source>
            <translation>Gradienten von so vielen Stapeln werden für einen Schritt gemittelt, als wäre der Stapel größer.</translation>
        </message>
        <message>
            <source>Mean of weights</source>
            <translation>Mittel der Gewichte</translation>
        </message>
        <message>
            <source>Keeps a moving mean of the weights with this decay (such as 0.999), which is what is measured and saved; 0: no mean.</source>
            <translation>Führt ein gleitendes Mittel der Gewichte mit diesem Schwund (wie 0,999), das gemessen und gespeichert wird; 0: keines.</translation>
        </message>
        <message>
            <source>Shuffle</source>
            <translation>Mischen</translation>
        </message>
        <message>
            <source>Visits the samples in a new random order in each epoch.</source>
            <translation>Besucht die Beispiele in jeder Epoche in neuer zufälliger Reihenfolge.</translation>
        </message>
        <message>
            <source>Equal seeds give equal initial weights, orders and dropout: the same run again.</source>
            <translation>Gleiche Startwerte geben gleiche Anfangsgewichte, Reihenfolgen und Dropout: denselben Lauf noch einmal.</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>auto takes the fastest for this network; cpu; opencl, or opencl:NUMBER or opencl:NAME-PART for one of several.</source>
            <translation>auto nimmt das schnellste für dieses Netz; cpu; opencl, oder opencl:NUMMER oder opencl:TEIL-DES-NAMENS für eines von mehreren.</translation>
        </message>
        <message>
            <source>What is left of a divided by b, with the sign of b.</source>
            <translation>Was von a, durch b geteilt, übrig bleibt, mit dem Vorzeichen von b.</translation>
        </message>
        <message>
            <source>The angle of the point (b, a), from -π to π.</source>
            <translation>Der Winkel des Punkts (b, a), von -π bis π.</translation>
        </message>
        <message>
            <source>√(a² + b²), without overflow.</source>
            <translation>√(a² + b²), ohne Überlauf.</translation>
        </message>
        <message>
            <source>2 to the power of x.</source>
            <translation>2 hoch x.</translation>
        </message>
        <message>
            <source>Logarithm to base 2; NaN for negative numbers.</source>
            <translation>Logarithmus zur Basis 2; NaN für negative Zahlen.</translation>
        </message>
        <message>
            <source>Logarithm to base 10; NaN for negative numbers.</source>
            <translation>Logarithmus zur Basis 10; NaN für negative Zahlen.</translation>
        </message>
        <message>
            <source>1 / √x; NaN for negative numbers.</source>
            <translation>1 / √x; NaN für negative Zahlen.</translation>
        </message>
        <message>
            <source>Cube root, also of negative numbers.</source>
            <translation>Kubikwurzel, auch von negativen Zahlen.</translation>
        </message>
        <message>
            <source>The next whole number toward zero; its gradient is 0.</source>
            <translation>Die nächste ganze Zahl zur Null hin; ihr Gradient ist 0.</translation>
        </message>
        <message>
            <source>What x has behind the point, with the sign of x.</source>
            <translation>Was x hinter dem Komma hat, mit dem Vorzeichen von x.</translation>
        </message>
        <message>
            <source>1 - erf(x), right also where that is tiny.</source>
            <translation>1 - erf(x), richtig auch, wo das winzig ist.</translation>
        </message>
        <message>
            <source>The inverse of Erf; NaN outside -1 to 1.</source>
            <translation>Die Umkehrung von Erf; NaN außerhalb von -1 bis 1.</translation>
        </message>
        <message>
            <source>Logarithm of the absolute value of the gamma function.</source>
            <translation>Logarithmus des Betrags der Gammafunktion.</translation>
        </message>
        <message>
            <source>The derivative of Lgamma.</source>
            <translation>Die Ableitung von Lgamma.</translation>
        </message>
        <message>
            <source>Comparisons and choices</source>
            <translation>Vergleiche und Auswahl</translation>
        </message>
        <message>
            <source>1 where a = b, else 0.</source>
            <translation>1, wo a = b ist, sonst 0.</translation>
        </message>
        <message>
            <source>A mask of what is beyond a bound of its own in each of 5 columns.</source>
            <translation>Eine Maske dessen, was in jeder von 5 Spalten jenseits einer eigenen Grenze liegt.</translation>
        </message>
        <message>
            <source>1 where a and b differ, else 0.</source>
            <translation>1, wo a und b sich unterscheiden, sonst 0.</translation>
        </message>
        <message>
            <source>1 where a &lt; b, else 0.</source>
            <translation>1, wo a &lt; b ist, sonst 0.</translation>
        </message>
        <message>
            <source>1 where a ≤ b, else 0.</source>
            <translation>1, wo a ≤ b ist, sonst 0.</translation>
        </message>
        <message>
            <source>1 where a &gt; b, else 0.</source>
            <translation>1, wo a &gt; b ist, sonst 0.</translation>
        </message>
        <message>
            <source>1 where a ≥ b, else 0.</source>
            <translation>1, wo a ≥ b ist, sonst 0.</translation>
        </message>
        <message>
            <source>a where the condition is not 0, b elsewhere. What is not chosen gets no gradient, not even an infinite one.</source>
            <translation>a, wo die Bedingung nicht 0 ist, sonst b. Was nicht gewählt wird, bekommt keinen Gradienten, auch keinen unendlichen.</translation>
        </message>
        <message>
            <source>The 5 numbers of a sample, or one fixed row, as a comparison decides.</source>
            <translation>Die 5 Zahlen eines Beispiels oder eine feste Reihe, wie ein Vergleich entscheidet.</translation>
        </message>
        <message>
            <source>Not 0 means a; sizes must be equal or 1.</source>
            <translation>Nicht 0 heißt a; Größen müssen gleich oder 1 sein.</translation>
        </message>
        <message>
            <source>Taken where the condition is not 0.</source>
            <translation>Wird genommen, wo die Bedingung nicht 0 ist.</translation>
        </message>
        <message>
            <source>Taken where it is 0.</source>
            <translation>Wird genommen, wo sie 0 ist.</translation>
        </message>
        <message>
            <source>x, with a fixed value where the mask is not 0.</source>
            <translation>x, mit einem festen Wert, wo die Maske nicht 0 ist.</translation>
        </message>
        <message>
            <source>Scores that may not win become very small before a Softmax.</source>
            <translation>Bewertungen, die nicht gewinnen dürfen, werden vor einem Softmax sehr klein.</translation>
        </message>
        <message>
            <source>What stands where the mask is.</source>
            <translation>Was dort steht, wo die Maske ist.</translation>
        </message>
        <message>
            <source>Not 0 means filled; sizes must be equal or 1.</source>
            <translation>Nicht 0 heißt gefüllt; Größen müssen gleich oder 1 sein.</translation>
        </message>
        <message>
            <source>x within two bounds; the gradient is 0 outside of them.</source>
            <translation>x innerhalb zweier Grenzen; außerhalb ist der Gradient 0.</translation>
        </message>
        <message>
            <source>Keeps the logarithm of a deviation in a range that training survives.</source>
            <translation>Hält den Logarithmus einer Abweichung in einem Bereich, den das Training übersteht.</translation>
        </message>
        <message>
            <source>{low} to {high}</source>
            <translation>{low} bis {high}</translation>
        </message>
        <message>
            <source>Products of the inputs' elements, summed over the axes whose letters the result lacks: &quot;ij,jk-&gt;ik&quot; is the product of two matrices, &quot;bi,bi-&gt;b&quot; a dot product for each sample.</source>
            <translation>Produkte der Elemente der Eingänge, summiert über die Achsen, deren Buchstaben dem Ergebnis fehlen: „ij,jk-&gt;ik“ ist das Produkt zweier Matrizen, „bi,bi-&gt;b“ ein Skalarprodukt für jedes Beispiel.</translation>
        </message>
        <message>
            <source>How alike each of 3 queries is to each of 4 keys, in each sample.</source>
            <translation>Wie ähnlich jede von 3 Anfragen jedem von 4 Schlüsseln ist, in jedem Beispiel.</translation>
        </message>
        <message>
            <source>A letter for each axis, inputs separated by commas, the result behind the arrow; &quot;...&quot; stands for leading axes.</source>
            <translation>Ein Buchstabe für jede Achse, Eingänge durch Kommas getrennt, das Ergebnis hinter dem Pfeil; „...“ steht für vordere Achsen.</translation>
        </message>
        <message>
            <source>A factor.</source>
            <translation>Ein Faktor.</translation>
        </message>
        <message>
            <source>Smallest value over axes.</source>
            <translation>Kleinster Wert über Achsen.</translation>
        </message>
        <message>
            <source>Product over axes.</source>
            <translation>Produkt über Achsen.</translation>
        </message>
        <message>
            <source>Mean squared distance from the mean, over axes.</source>
            <translation>Mittlerer quadrierter Abstand vom Mittelwert, über Achsen.</translation>
        </message>
        <message>
            <source>Correction</source>
            <translation>Korrektur</translation>
        </message>
        <message>
            <source>The sum of squares is divided by the count less this: 1 estimates from a sample, 0 takes what is there.</source>
            <translation>Die Summe der Quadrate wird durch die Anzahl weniger dies geteilt: 1 schätzt aus einer Stichprobe, 0 nimmt, was da ist.</translation>
        </message>
        <message>
            <source>Square root of the variance over axes; its gradient is 0 where that is 0.</source>
            <translation>Quadratwurzel der Varianz über Achsen; ihr Gradient ist 0, wo diese 0 ist.</translation>
        </message>
        <message>
            <source>log(sum(exp(x))) over axes, without overflow.</source>
            <translation>log(sum(exp(x))) über Achsen, ohne Überlauf.</translation>
        </message>
        <message>
            <source>(sum |x|^p)^(1/p) over axes: the length for p = 2. Its gradient is 0 where it is 0.</source>
            <translation>(sum |x|^p)^(1/p) über Achsen: für p = 2 die Länge. Ihr Gradient ist 0, wo sie 0 ist.</translation>
        </message>
        <message>
            <source>Exponent</source>
            <translation>Exponent</translation>
        </message>
        <message>
            <source>The p; 0 counts what is not 0.</source>
            <translation>Das p; 0 zählt, was nicht 0 ist.</translation>
        </message>
        <message>
            <source>1 where some value over axes is not 0, else 0.</source>
            <translation>1, wo ein Wert über Achsen nicht 0 ist, sonst 0.</translation>
        </message>
        <message>
            <source>1 where no value over axes is 0, else 0.</source>
            <translation>1, wo kein Wert über Achsen 0 ist, sonst 0.</translation>
        </message>
        <message>
            <source>The number of the largest element along an axis, the first of equals.</source>
            <translation>Die Nummer des größten Elements entlang einer Achse, von gleichen des ersten.</translation>
        </message>
        <message>
            <source>The class that a network takes a sample for, out of its 5 scores.</source>
            <translation>Die Klasse, für die ein Netz ein Beispiel hält, aus dessen 5 Bewertungen.</translation>
        </message>
        <message>
            <source>The number of the smallest element along an axis, the first of equals.</source>
            <translation>Die Nummer des kleinsten Elements entlang einer Achse, von gleichen des ersten.</translation>
        </message>
        <message>
            <source>Order and running results</source>
            <translation>Ordnung und laufende Ergebnisse</translation>
        </message>
        <message>
            <source>The elements along an axis in order, equal ones as they stood; NaN counts as larger than every number.</source>
            <translation>Die Elemente entlang einer Achse der Größe nach, gleiche, wie sie standen; NaN gilt als größer als jede Zahl.</translation>
        </message>
        <message>
            <source>Neighbours by distance: their numbers are the second output.</source>
            <translation>Nachbarn nach Abstand: ihre Nummern sind der zweite Ausgang.</translation>
        </message>
        <message>
            <source>Descending</source>
            <translation>Absteigend</translation>
        </message>
        <message>
            <source>The largest comes first.</source>
            <translation>Das größte kommt zuerst.</translation>
        </message>
        <message>
            <source>The elements in order.</source>
            <translation>Die Elemente der Größe nach.</translation>
        </message>
        <message>
            <source>Where each of them was.</source>
            <translation>Wo jedes von ihnen war.</translation>
        </message>
        <message>
            <source>The largest elements along an axis, in order, and where they were.</source>
            <translation>Die größten Elemente entlang einer Achse, der Größe nach, und wo sie waren.</translation>
        </message>
        <message>
            <source>The two best of 5 experts for each sample.</source>
            <translation>Die zwei besten von 5 Experten für jedes Beispiel.</translation>
        </message>
        <message>
            <source>{count}, axis {axis}</source>
            <translation>{count}, Achse {axis}</translation>
        </message>
        <message>
            <source>Count</source>
            <translation>Anzahl</translation>
        </message>
        <message>
            <source>How many elements are taken.</source>
            <translation>Wie viele Elemente genommen werden.</translation>
        </message>
        <message>
            <source>Largest</source>
            <translation>Größte</translation>
        </message>
        <message>
            <source>Off: the smallest, the least one first.</source>
            <translation>Aus: die kleinsten, das kleinste zuerst.</translation>
        </message>
        <message>
            <source>Running sum along an axis.</source>
            <translation>Laufende Summe entlang einer Achse.</translation>
        </message>
        <message>
            <source>What has come together up to each of 4 steps.</source>
            <translation>Was bis zu jedem von 4 Schritten zusammengekommen ist.</translation>
        </message>
        <message>
            <source>From the end</source>
            <translation>Vom Ende her</translation>
        </message>
        <message>
            <source>Each place has what comes at and after it.</source>
            <translation>Jeder Platz hat, was an ihm und nach ihm kommt.</translation>
        </message>
        <message>
            <source>Running product along an axis.</source>
            <translation>Laufendes Produkt entlang einer Achse.</translation>
        </message>
        <message>
            <source>Running maximum along an axis; of equals the latest gets the gradient.</source>
            <translation>Laufendes Maximum entlang einer Achse; von gleichen bekommt das späteste den Gradienten.</translation>
        </message>
        <message>
            <source>Running minimum along an axis; of equals the latest gets the gradient.</source>
            <translation>Laufendes Minimum entlang einer Achse; von gleichen bekommt das späteste den Gradienten.</translation>
        </message>
        <message>
            <source>Logarithm of the running sum of exp(x) along an axis, without overflow.</source>
            <translation>Logarithmus der laufenden Summe von exp(x) entlang einer Achse, ohne Überlauf.</translation>
        </message>
        <message>
            <source>Picking and placing</source>
            <translation>Herausgreifen und Setzen</translation>
        </message>
        <message>
            <source>Picks one element of x for each number of the index, along an axis; numbers outside give 0.</source>
            <translation>Greift für jede Nummer des Index ein Element von x entlang einer Achse heraus; Nummern außerhalb ergeben 0.</translation>
        </message>
        <message>
            <source>The score of a named class for each sample.</source>
            <translation>Die Bewertung einer genannten Klasse für jedes Beispiel.</translation>
        </message>
        <message>
            <source>Numbers of elements along the axis, from 0; negative ones count from the end. As many axes as x, none longer but that one.</source>
            <translation>Nummern von Elementen entlang der Achse, von 0 an; negative zählen vom Ende. So viele Achsen wie x, keine länger als diese eine.</translation>
        </message>
        <message>
            <source>x, with each update put to the element that its number names along an axis: added to it, multiplied with it, in its place, ... Updates of one place come together; numbers outside change nothing.</source>
            <translation>x, wobei jeder neue Wert zu dem Element kommt, das seine Nummer entlang einer Achse nennt: dazu addiert, damit multipliziert, an seine Stelle, ... Werte für denselben Platz kommen zusammen; Nummern außerhalb ändern nichts.</translation>
        </message>
        <message>
            <source>Messages of 6 edges added up at the 4 nodes that they reach.</source>
            <translation>Nachrichten von 6 Kanten, aufsummiert an den 4 Knoten, die sie erreichen.</translation>
        </message>
        <message>
            <source>{how}, axis {axis}</source>
            <translation>{how}, Achse {axis}</translation>
        </message>
        <message>
            <source>How</source>
            <translation>Wie</translation>
        </message>
        <message>
            <source>sum, product, mean, max and min put together what meets at one place; replace: the last update stays.</source>
            <translation>sum, product, mean, max und min fassen zusammen, was sich an einem Platz trifft; replace: der letzte Wert bleibt.</translation>
        </message>
        <message>
            <source>With x itself</source>
            <translation>Mit x selbst</translation>
        </message>
        <message>
            <source>Off: places that get updates forget their own element of x.</source>
            <translation>Aus: Plätze, die neue Werte bekommen, vergessen ihr eigenes Element von x.</translation>
        </message>
        <message>
            <source>As many numbers as the index has.</source>
            <translation>So viele Zahlen, wie der Index hat.</translation>
        </message>
        <message>
            <source>A row of zeros with a 1 at the number's place, for each number; a row of zeros alone for numbers outside.</source>
            <translation>Für jede Nummer eine Reihe von Nullen mit einer 1 an ihrem Platz; für Nummern außerhalb eine Reihe nur von Nullen.</translation>
        </message>
        <message>
            <source>Class numbers as targets for a loss that compares number by number.</source>
            <translation>Klassennummern als Ziele für einen Verlust, der Zahl für Zahl vergleicht.</translation>
        </message>
        <message>
            <source>Length of a row; 0: as many as the data has.</source>
            <translation>Länge einer Reihe; 0: so viele, wie die Daten haben.</translation>
        </message>
        <message>
            <source>Class numbers.</source>
            <translation>Klassennummern.</translation>
        </message>
        <message>
            <source>The elements on and below a diagonal of each matrix, 0 elsewhere.</source>
            <translation>Die Elemente auf und unter einer Diagonale jeder Matrix, sonst 0.</translation>
        </message>
        <message>
            <source>Of a matrix for each sample, half of it.</source>
            <translation>Von einer Matrix für jedes Beispiel die Hälfte.</translation>
        </message>
        <message>
            <source>diagonal {diagonal}</source>
            <translation>Diagonale {diagonal}</translation>
        </message>
        <message>
            <source>Diagonal</source>
            <translation>Diagonale</translation>
        </message>
        <message>
            <source>Where the triangle ends: 0 is the main diagonal, 1 the one above it.</source>
            <translation>Wo das Dreieck endet: 0 ist die Hauptdiagonale, 1 die darüber.</translation>
        </message>
        <message>
            <source>[..., rows, columns]</source>
            <translation>[..., Zeilen, Spalten]</translation>
        </message>
        <message>
            <source>The elements on and above a diagonal of each matrix, 0 elsewhere.</source>
            <translation>Die Elemente auf und über einer Diagonale jeder Matrix, sonst 0.</translation>
        </message>
        <message>
            <source>Angles and hyperbolas</source>
            <translation>Winkel- und Hyperbelfunktionen</translation>
        </message>
        <message>
            <source>default: as PyTorch, uniform within 1/sqrt(inputs); kaiming: normal, for ReLU, or uniform; xavier: uniform, for tanh and sigmoid, or normal; orthogonal: lengths stay; truncated_normal: with deviation 0.02, none further than two; zeros.</source>
            <translation>default: wie PyTorch, gleichverteilt innerhalb 1/sqrt(Eingaben); kaiming: normalverteilt, für ReLU, oder gleichverteilt; xavier: gleichverteilt, für tanh und sigmoid, oder normalverteilt; orthogonal: Längen bleiben; truncated_normal: mit der Streuung 0,02, keines weiter als zwei davon; zeros: Nullen.</translation>
        </message>
        <message>
            <source>normal: random with the deviation below; truncated_normal: the same, none further than two; uniform: random within plus or minus it; orthogonal: rows at right angles, as long as it; constant: exactly it.</source>
            <translation>normal: zufällig mit der Streuung darunter; truncated_normal: ebenso, keines weiter als zwei davon; uniform: zufällig zwischen plus und minus davon; orthogonal: Zeilen im rechten Winkel, so lang wie das; constant: genau das.</translation>
        </message>
        <message>
            <source>The same numbers as another type: class numbers as numbers with a fraction, or numbers cut off to whole ones.</source>
            <translation>Dieselben Zahlen als anderer Typ: Klassennummern als Zahlen mit Nachkommastellen, oder Zahlen zu ganzen abgeschnitten.</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>Typ</translation>
        </message>
        <message>
            <source>f32: with a fraction; i64: whole numbers, which classes and indices are; their gradient is 0.</source>
            <translation>f32: mit Nachkommastellen; i64: ganze Zahlen, wie Klassen und Indizes es sind; ihr Gradient ist 0.</translation>
        </message>
    </context>
    <context>
        <name>CatalogueText</name>
        <message>
            <source> and </source>
            <comment>between two inputs</comment>
            <translation> und </translation>
        </message>
        <message>
            <source>It gives %1.</source>
            <translation>Es ergibt %1.</translation>
        </message>
        <message>
            <source>With %1 it gives %2.</source>
            <translation>Mit %1 ergibt es %2.</translation>
        </message>
        <message>
            <source>%1 gives %2.</source>
            <translation>%1 ergibt %2.</translation>
        </message>
        <message>
            <source>With %1: %2 gives %3.</source>
            <translation>Mit %1: %2 ergibt %3.</translation>
        </message>
    </context>
    <context>
        <name>Commands</name>
        <message>
            <source>Connect</source>
            <translation>Verbinden</translation>
        </message>
        <message>
            <source>Copy wires</source>
            <translation>Leitungen kopieren</translation>
        </message>
        <message>
            <source>Move wire</source>
            <translation>Leitung versetzen</translation>
        </message>
        <message>
            <source>Move wires</source>
            <translation>Leitungen versetzen</translation>
        </message>
        <message>
            <source>Remove wire</source>
            <translation>Leitung entfernen</translation>
        </message>
        <message>
            <source>Remove wires</source>
            <translation>Leitungen entfernen</translation>
        </message>
        <message>
            <source>Remove the wire</source>
            <translation>Die Leitung entfernen</translation>
        </message>
        <message>
            <source>Move block</source>
            <translation>Block verschieben</translation>
        </message>
        <message>
            <source>Move blocks</source>
            <translation>Blöcke verschieben</translation>
        </message>
        <message>
            <source>Align</source>
            <translation>Ausrichten</translation>
        </message>
        <message>
            <source>Arrange</source>
            <translation>Anordnen</translation>
        </message>
        <message>
            <source>Cut</source>
            <translation>Ausschneiden</translation>
        </message>
        <message>
            <source>Paste block</source>
            <translation>Block einfügen</translation>
        </message>
        <message>
            <source>Rename block</source>
            <translation>Block umbenennen</translation>
        </message>
        <message>
            <source>Bypass</source>
            <translation>Überbrücken</translation>
        </message>
        <message>
            <source>Take bypass off</source>
            <translation>Überbrückung aufheben</translation>
        </message>
        <message>
            <source>Take the bypass off</source>
            <translation>Die Überbrückung aufheben</translation>
        </message>
        <message>
            <source>Mute</source>
            <translation>Stummschalten</translation>
        </message>
        <message>
            <source>Unmute</source>
            <translation>Stummschaltung aufheben</translation>
        </message>
        <message>
            <source>Collapse</source>
            <translation>Einklappen</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Aufklappen</translation>
        </message>
        <message>
            <source>Pin</source>
            <translation>Anheften</translation>
        </message>
        <message>
            <source>Unpin</source>
            <translation>Lösen</translation>
        </message>
        <message>
            <source>Frame</source>
            <translation>Rahmen</translation>
        </message>
        <message>
            <source>Remove frame</source>
            <translation>Rahmen entfernen</translation>
        </message>
        <message>
            <source>Remove frames</source>
            <translation>Rahmen entfernen</translation>
        </message>
        <message>
            <source>Rename frame</source>
            <translation>Rahmen umbenennen</translation>
        </message>
        <message>
            <source>Colour frame</source>
            <translation>Rahmen färben</translation>
        </message>
        <message>
            <source>Resize frame</source>
            <translation>Rahmengröße ändern</translation>
        </message>
        <message>
            <source>Move frame</source>
            <translation>Rahmen verschieben</translation>
        </message>
        <message>
            <source>Take out of frame</source>
            <translation>Aus dem Rahmen nehmen</translation>
        </message>
        <message>
            <source>Put into frame</source>
            <translation>In den Rahmen setzen</translation>
        </message>
        <message>
            <source>Add reroute point</source>
            <translation>Wegpunkt hinzufügen</translation>
        </message>
        <message>
            <source>Remove reroute point</source>
            <translation>Wegpunkt entfernen</translation>
        </message>
        <message>
            <source>Remove reroute points</source>
            <translation>Wegpunkte entfernen</translation>
        </message>
        <message>
            <source>Move reroute point</source>
            <translation>Wegpunkt verschieben</translation>
        </message>
        <message>
            <source>Pull out</source>
            <translation>Herausziehen</translation>
        </message>
        <message>
            <source>Delete %1 blocks</source>
            <translation>%1 Blöcke löschen</translation>
        </message>
        <message>
            <source>Paste %1 blocks</source>
            <translation>%1 Blöcke einfügen</translation>
        </message>
        <message>
            <source>Delete %1</source>
            <translation>%1 löschen</translation>
        </message>
        <message>
            <source>Insert %1</source>
            <translation>%1 einsetzen</translation>
        </message>
        <message>
            <source>Add %1</source>
            <translation>%1 hinzufügen</translation>
        </message>
        <message>
            <source>Change %1</source>
            <translation>%1 ändern</translation>
        </message>
        <message>
            <source>Connect %1</source>
            <translation>%1 verbinden</translation>
        </message>
        <message>
            <source>Unmute %1</source>
            <translation>Stummschaltung von %1 aufheben</translation>
        </message>
        <message>
            <source>Remove the wire %1</source>
            <translation>Die Leitung %1 entfernen</translation>
        </message>
        <message>
            <source>Use %1 instead</source>
            <translation>Stattdessen %1 verwenden</translation>
        </message>
        <message>
            <source>Set %1</source>
            <translation>%1 setzen</translation>
        </message>
        <message>
            <source>Group</source>
            <translation>Gruppieren</translation>
        </message>
        <message>
            <source>Open group</source>
            <translation>Gruppe öffnen</translation>
        </message>
        <message>
            <source>Close group</source>
            <translation>Gruppe schließen</translation>
        </message>
        <message>
            <source>Make a starter network</source>
            <translation>Netz für den Anfang bauen</translation>
        </message>
        <message>
            <source>Make a starter network for %1</source>
            <translation>Netz für den Anfang mit %1 bauen</translation>
        </message>
        <message>
            <source>Skip bad rows</source>
            <translation>Schlechte Zeilen überspringen</translation>
        </message>
        <message>
            <source>Ignore %1</source>
            <translation>%1 übergehen</translation>
        </message>
        <message>
            <source>Predict a quantity</source>
            <translation>Eine Größe vorhersagen</translation>
        </message>
    </context>
    <context>
        <name>DataFacts</name>
        <message numerus="yes">
            <source>%1: %n classes</source>
            <translation>
                <numerusform>%1: %n Klasse</numerusform>
                <numerusform>%1: %n Klassen</numerusform>
            </translation>
        </message>
        <message>
            <source>Training</source>
            <translation>Training</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>Validierung</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>Test</translation>
        </message>
    </context>
    <context>
        <name>Facts</name>
        <message>
            <source>Activations</source>
            <translation>Aktivierungen</translation>
        </message>
        <message>
            <source>%1 per sample</source>
            <translation>%1 je Beispiel</translation>
        </message>
        <message>
            <source>Memory of what the blocks give, which training keeps for the gradients; times the batch size</source>
            <translation>Speicher dessen, was die Blöcke geben und was das Training für die Gradienten behält; mal Stapelgröße</translation>
        </message>
        <message numerus="yes">
            <source>%n classes</source>
            <translation>
                <numerusform>%n Klasse</numerusform>
                <numerusform>%n Klassen</numerusform>
            </translation>
        </message>
        <message>
            <source>Inputs</source>
            <translation>Eingänge</translation>
        </message>
        <message>
            <source>not connected</source>
            <translation>nicht verbunden</translation>
        </message>
        <message>
            <source>Outputs</source>
            <translation>Ausgänge</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>Numbers that training changes</source>
            <translation>Zahlen, die das Training verändert</translation>
        </message>
        <message>
            <source>, not trained</source>
            <translation>, nicht trainiert</translation>
        </message>
        <message>
            <source>Multiply-adds</source>
            <translation>Multiplikationen</translation>
        </message>
        <message>
            <source>Multiplications with their additions, for one sample, forward</source>
            <translation>Multiplikationen samt Additionen, für ein Beispiel, vorwärts</translation>
        </message>
        <message>
            <source>This project</source>
            <translation>Dieses Projekt</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>Blöcke</translation>
        </message>
        <message>
            <source>Wires</source>
            <translation>Leitungen</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Probleme</translation>
        </message>
        <message>
            <source>1 problem</source>
            <translation>1 Problem</translation>
        </message>
        <message>
            <source>%1 problems</source>
            <translation>%1 Probleme</translation>
        </message>
        <message>
            <source>%1 parameters</source>
            <translation>%1 Parameter</translation>
        </message>
        <message>
            <source>Valid</source>
            <translation>Gültig</translation>
        </message>
        <message>
            <source>Not ready to train</source>
            <translation>Noch nicht trainierbar</translation>
        </message>
    </context>
    <context>
        <name>Group</name>
        <message numerus="yes">
            <source>%n blocks</source>
            <translation>
                <numerusform>%n Block</numerusform>
                <numerusform>%n Blöcke</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>KindSearch</name>
        <message>
            <source>Add a block that feeds this input</source>
            <translation>Einen Block hinzufügen, der diesen Eingang speist</translation>
        </message>
        <message>
            <source>Add a block</source>
            <translation>Einen Block hinzufügen</translation>
        </message>
        <message>
            <source>Add a block that takes %1</source>
            <translation>Einen Block hinzufügen, der %1 nimmt</translation>
        </message>
        <message>
            <source>Add a block that takes this wire</source>
            <translation>Einen Block hinzufügen, der diese Leitung nimmt</translation>
        </message>
        <message>
            <source>Add a block behind %1</source>
            <translation>Einen Block hinter %1 hinzufügen</translation>
        </message>
    </context>
    <context>
        <name>QObject</name>
        <message>
            <source>such as 3 or 3, 3</source>
            <translation>etwa 3 oder 3, 3</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>Eine Datei wählen</translation>
        </message>
        <message>
            <source>Choose a file for %1</source>
            <translation>Eine Datei für %1 wählen</translation>
        </message>
        <message>
            <source>no file</source>
            <translation>keine Datei</translation>
        </message>
    </context>
    <context>
        <name>Examples</name>
        <message>
            <source>Writing, with a transformer</source>
            <translation>Ein Transformer schreibt</translation>
        </message>
        <message>
            <source>Four layers of causal attention learn which character of a text comes next.</source>
            <translation>Vier Schichten kausaler Attention lernen, welches Zeichen eines Textes als nächstes kommt.</translation>
        </message>
        <message>
            <source>A curve from raw operations</source>
            <translation>Kurve aus Operationen</translation>
        </message>
        <message>
            <source>y = tanh(x W1 + b1) W2 + b2, drawn with tensor operations alone.</source>
            <translation>y = tanh(x W1 + b1) W2 + b2, nur mit Tensoroperationen gezeichnet.</translation>
        </message>
        <message>
            <source>A differential equation</source>
            <translation>Eine Differentialgleichung</translation>
        </message>
        <message>
            <source>A network finds the sine from u'' = -u alone, by gradients of gradients.</source>
            <translation>Ein Netz findet den Sinus allein aus u'' = −u, durch Gradienten von Gradienten.</translation>
        </message>
        <message>
            <source>Clothes, with convolutions</source>
            <translation>Kleidung, mit Faltungen</translation>
        </message>
        <message>
            <source>The same images; two convolutions see patterns wherever they are.</source>
            <translation>Dieselben Bilder; zwei Faltungen sehen Muster, wo immer sie sind.</translation>
        </message>
        <message>
            <source>Clothes, a first network</source>
            <translation>Kleidung, ein erstes Netz</translation>
        </message>
        <message>
            <source>28x28 images of clothes, ten classes; three linear layers.</source>
            <translation>Bilder von Kleidung, 28x28, zehn Klassen; drei lineare Schichten.</translation>
        </message>
        <message>
            <source>A Hessian-vector product</source>
            <translation>Hesse-Matrix mal Vektor</translation>
        </message>
        <message>
            <source>How a slope changes along one direction: the gradient of a gradient.</source>
            <translation>Wie sich eine Steigung in einer Richtung ändert: der Gradient eines Gradienten.</translation>
        </message>
        <message>
            <source>Iris</source>
            <translation>Iris</translation>
        </message>
        <message>
            <source>150 flowers, four measurements, three species: a table.</source>
            <translation>150 Blüten, vier Maße, drei Arten: eine Tabelle.</translation>
        </message>
        <message>
            <source>Waves, with an LSTM</source>
            <translation>Wellen, mit einem LSTM</translation>
        </message>
        <message>
            <source>A memory goes along noisy sequences and counts their periods.</source>
            <translation>Ein Gedächtnis geht verrauschte Folgen entlang und zählt ihre Perioden.</translation>
        </message>
        <message>
            <source>Stripes, a residual network</source>
            <translation>Streifen, ein Residualnetz</translation>
        </message>
        <message>
            <source>Three stages of blocks whose input goes past them as well; images are generated.</source>
            <translation>Drei Stufen aus Blöcken, an denen ihr Eingang auch vorbeiführt; die Bilder werden erzeugt.</translation>
        </message>
        <message>
            <source>Three spirals</source>
            <translation>Drei Spiralen</translation>
        </message>
        <message>
            <source>Points in the plane that no straight line divides.</source>
            <translation>Punkte in der Ebene, die keine Gerade trennt.</translation>
        </message>
    </context>
    <context>
        <name>Numbers</name>
        <message>
            <source>1 byte</source>
            <translation>1 Byte</translation>
        </message>
        <message>
            <source>%1 bytes</source>
            <translation>%1 Byte</translation>
        </message>
        <message>
            <source>1,000</source>
            <translation>1 000</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 ms</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
    </context>
    <context>
        <name>Sentences</name>
        <message>
            <source>%1: connect the input &quot;%2&quot; (%3)</source>
            <translation>%1: den Eingang „%2“ verbinden (%3)</translation>
        </message>
        <message>
            <source>%1: the input &quot;%2&quot; comes from &quot;%3&quot;, which is muted; connect another block or unmute it.</source>
            <translation>%1: der Eingang „%2“ kommt von „%3“, das stumm ist; einen anderen Block verbinden oder es wieder laut schalten.</translation>
        </message>
        <message>
            <source>%1 is bypassed but has no input to pass on; connect one or take the bypass off.</source>
            <translation>%1 ist überbrückt, hat aber keinen Eingang zum Weitergeben; einen verbinden oder die Überbrückung aufheben.</translation>
        </message>
        <message>
            <source>%1 has no input &quot;%2&quot;; remove the wire that ends there.</source>
            <translation>%1 hat keinen Eingang „%2“; die Leitung entfernen, die dort endet.</translation>
        </message>
        <message>
            <source>%1 has no input &quot;%2&quot;.</source>
            <translation>%1 hat keinen Eingang „%2“.</translation>
        </message>
        <message>
            <source>%1: the wire comes from an output &quot;%2&quot; that &quot;%3&quot; does not have; remove it.</source>
            <translation>%1: die Leitung kommt von einem Ausgang „%2“, den „%3“ nicht hat; sie entfernen.</translation>
        </message>
        <message>
            <source>There is no block of the kind &quot;%1&quot; here; it may come from a plug-in that is not installed. It is kept as it is.</source>
            <translation>Hier gibt es keinen Block der Art „%1“; vielleicht kommt er aus einer Erweiterung, die nicht installiert ist. Er bleibt, wie er ist.</translation>
        </message>
        <message>
            <source>%1 would have %2 parameters; training them needs %3, this machine has %4.</source>
            <translation>%1 hätte %2 Parameter; sie zu trainieren braucht %3, dieser Rechner hat %4.</translation>
        </message>
        <message>
            <source>Add a loss, such as Cross-entropy or Mean squared error: it tells training what to make small.</source>
            <translation>Einen Verlust hinzufügen, etwa Cross-entropy oder Mean squared error: er sagt dem Training, was klein werden soll.</translation>
        </message>
        <message>
            <source>The network reads from two data sources, &quot;%1&quot; and &quot;%2&quot;; their samples do not belong together. Use one.</source>
            <translation>Das Netz liest aus zwei Datenquellen, „%1“ und „%2“; ihre Beispiele gehören nicht zusammen. Eine davon benutzen.</translation>
        </message>
        <message>
            <source>Add a data source and wire it to the network and to the loss.</source>
            <translation>Eine Datenquelle hinzufügen und mit dem Netz und dem Verlust verbinden.</translation>
        </message>
        <message>
            <source>Nothing here can be trained: add a layer or a Parameter before the loss.</source>
            <translation>Hier lässt sich nichts trainieren: eine Schicht oder einen Parameter vor dem Verlust hinzufügen.</translation>
        </message>
        <message>
            <source>The data is still being read.</source>
            <translation>Die Daten werden noch gelesen.</translation>
        </message>
        <message>
            <source>The wires form a loop: %1. Remove one of them.</source>
            <translation>Die Leitungen bilden eine Schleife: %1. Eine davon entfernen.</translation>
        </message>
        <message>
            <source>This would form a loop through %1 and %2.</source>
            <translation>Das gäbe eine Schleife durch %1 und %2.</translation>
        </message>
        <message>
            <source>%1 cannot feed itself.</source>
            <translation>%1 kann sich nicht selbst speisen.</translation>
        </message>
        <message>
            <source>%1 is of a kind that is not known here.</source>
            <translation>%1 ist von einer Art, die hier nicht bekannt ist.</translation>
        </message>
        <message>
            <source>%1 computes with fractions; this wire carries class numbers (%2).</source>
            <translation>%1 rechnet mit Brüchen; diese Leitung führt Klassennummern (%2).</translation>
        </message>
        <message>
            <source>%1 needs class numbers at &quot;%2&quot;; this wire carries %3.</source>
            <translation>%1 braucht Klassennummern an „%2“; diese Leitung führt %3.</translation>
        </message>
        <message>
            <source>%1 needs numbers with a fraction (f32); this wire carries %2 of type %3, class numbers.</source>
            <translation>%1 braucht Zahlen mit Bruchteil (f32); diese Leitung führt %2 vom Typ %3, Klassennummern.</translation>
        </message>
        <message>
            <source>%1 needs numbers with a fraction (f32); this wire carries %2 of type %3.</source>
            <translation>%1 braucht Zahlen mit Bruchteil (f32); diese Leitung führt %2 vom Typ %3.</translation>
        </message>
        <message>
            <source>%1 needs class numbers %2; this wire carries %3 of type %4.</source>
            <translation>%1 braucht Klassennummern %2; diese Leitung führt %3 vom Typ %4.</translation>
        </message>
        <message>
            <source>Linear needs a matrix [N, features]; this wire carries %1. Put a Flatten block before it.</source>
            <translation>Linear braucht eine Matrix [N, Merkmale]; diese Leitung führt %1. Einen Flatten-Block davor setzen.</translation>
        </message>
        <message>
            <source>Linear needs a matrix [N, features]; this wire carries %1.</source>
            <translation>Linear braucht eine Matrix [N, Merkmale]; diese Leitung führt %1.</translation>
        </message>
        <message>
            <source>Bilinear needs two matrices [N, features]; this wire carries %1.</source>
            <translation>Bilinear braucht zwei Matrizen [N, Merkmale]; diese Leitung führt %1.</translation>
        </message>
        <message>
            <source>PReLU needs [N, channels, ...]; this wire carries %1. Switch off &quot;Each channel&quot;.</source>
            <translation>PReLU braucht [N, Kanäle, ...]; diese Leitung führt %1. „Jeder Kanal“ ausschalten.</translation>
        </message>
        <message>
            <source>%1 needs sequences [N, T, features]; this wire carries %2.</source>
            <translation>%1 braucht Folgen [N, T, Merkmale]; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>%1 needs scores [N, classes] or [N, T, classes]; this wire carries %2.</source>
            <translation>%1 braucht Bewertungen [N, Klassen] oder [N, T, Klassen]; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>%1 needs one target for each sample; this wire carries %2.</source>
            <translation>%1 braucht ein Ziel für jedes Beispiel; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>%1 needs %2; this wire carries %3.</source>
            <translation>%1 braucht %2; diese Leitung führt %3.</translation>
        </message>
        <message>
            <source>GLU halves an axis, and %1 cannot be halved; this wire carries %2.</source>
            <translation>GLU halbiert eine Achse, und %1 lässt sich nicht halbieren; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>%1: %2 heads do not divide %3 features evenly.</source>
            <translation>%1: %2 Köpfe teilen %3 Merkmale nicht gleichmäßig.</translation>
        </message>
        <message>
            <source>%1: %2 groups do not divide %3 input channels and %4 output channels evenly.</source>
            <translation>%1: %2 Gruppen teilen %3 Eingabekanäle und %4 Ausgabekanäle nicht gleichmäßig.</translation>
        </message>
        <message>
            <source>%1: %2 groups do not divide %3 channels evenly.</source>
            <translation>%1: %2 Gruppen teilen %3 Kanäle nicht gleichmäßig.</translation>
        </message>
        <message>
            <source>%1: x has %2 features and %3 %4; put a Linear block before one of them.</source>
            <translation>%1: x hat %2 Merkmale und %3 %4; einen Linear-Block vor eines davon setzen.</translation>
        </message>
        <message>
            <source>%1: causal attention needs as many positions in the context (%2) as in x (%3).</source>
            <translation>%1: kausale Attention braucht im Kontext (%2) so viele Stellen wie in x (%3).</translation>
        </message>
        <message>
            <source>&quot;Same size&quot; needs a stride of 1: larger steps make the output smaller.</source>
            <translation>„Gleiche Größe“ braucht die Schrittweite 1: größere Schritte machen die Ausgabe kleiner.</translation>
        </message>
        <message>
            <source>%1: an extra size of %2 must be below the stride of %3.</source>
            <translation>%1: eine zusätzliche Größe von %2 muss unter der Schrittweite %3 liegen.</translation>
        </message>
        <message>
            <source>%1: the output would have no places along axis %2; change padding, stride or kernel.</source>
            <translation>%1: die Ausgabe hätte keine Stellen entlang der Achse %2; Auffüllung, Schrittweite oder Kern ändern.</translation>
        </message>
        <message>
            <source>%1: a window of %2 does not fit in %3 elements. Make it smaller, or add padding.</source>
            <translation>%1: ein Fenster von %2 passt nicht in %3 Elemente. Es verkleinern oder Auffüllung hinzufügen.</translation>
        </message>
        <message>
            <source>%1: the padding may be at most half the window's size.</source>
            <translation>%1: die Auffüllung darf höchstens die halbe Fenstergröße sein.</translation>
        </message>
        <message>
            <source>%1: %2 elements do not make %3 positions; choose fewer, or put an Upsample block before it.</source>
            <translation>%1: aus %2 Elementen werden keine %3 Stellen; weniger wählen oder einen Upsample-Block davor setzen.</translation>
        </message>
        <message>
            <source>Give one number for height and width, or two.</source>
            <translation>Eine Zahl für Höhe und Breite angeben, oder zwei.</translation>
        </message>
        <message>
            <source>Give one number.</source>
            <translation>Eine Zahl angeben.</translation>
        </message>
        <message>
            <source>Axis %1 does not exist; this wire carries %2.</source>
            <translation>Die Achse %1 gibt es nicht; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>Axis %1 is not of size 1; this wire carries %2.</source>
            <translation>Die Achse %1 hat nicht die Größe 1; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>LayerNorm over %1 axes needs more axes than that; this wire carries %2.</source>
            <translation>LayerNorm über %1 Achsen braucht mehr Achsen als das; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>LayerNorm cannot normalise over the batch.</source>
            <translation>LayerNorm kann nicht über den Stapel normalisieren.</translation>
        </message>
        <message>
            <source>%1: the scores %2 and the labels %3 are not for the same samples.</source>
            <translation>%1: die Bewertungen %2 und die Klassen %3 gehören nicht zu denselben Beispielen.</translation>
        </message>
        <message>
            <source>%1: the data has %2 classes, but there are scores for %3 only. Give the last layer %4 units.</source>
            <translation>%1: die Daten haben %2 Klassen, aber Bewertungen gibt es nur für %3. Der letzten Schicht %4 Einheiten geben.</translation>
        </message>
        <message>
            <source>%1 compares number by number: the prediction is %2, the target %3.</source>
            <translation>%1 vergleicht Zahl für Zahl: die Vorhersage ist %2, das Ziel %3.</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is no weight; write numbers such as 1, 0.5.</source>
            <translation>„%1“ ist kein Gewicht; Zahlen wie 1, 0.5 schreiben.</translation>
        </message>
        <message>
            <source>There are %1 class weights for %2 classes.</source>
            <translation>Es gibt %1 Klassengewichte für %2 Klassen.</translation>
        </message>
        <message>
            <source>Binary cross-entropy is for two classes, the target has %1. Use Cross-entropy.</source>
            <translation>Binary cross-entropy ist für zwei Klassen, das Ziel hat %1. Cross-entropy benutzen.</translation>
        </message>
        <message>
            <source>%1 compares vectors of equal length: %2 and %3.</source>
            <translation>%1 vergleicht Vektoren gleicher Länge: %2 und %3.</translation>
        </message>
        <message>
            <source>Embedding needs class numbers; this wire carries %1.</source>
            <translation>Embedding braucht Klassennummern; diese Leitung führt %1.</translation>
        </message>
        <message>
            <source>The number of classes is not known; say how many entries the table has.</source>
            <translation>Die Zahl der Klassen ist nicht bekannt; angeben, wie viele Einträge die Tabelle hat.</translation>
        </message>
        <message>
            <source>The data has %1 classes, but the table %2 entries only.</source>
            <translation>Die Daten haben %1 Klassen, die Tabelle aber nur %2 Einträge.</translation>
        </message>
        <message>
            <source>Only one size may be -1.</source>
            <translation>Nur eine Größe darf -1 sein.</translation>
        </message>
        <message>
            <source>%1: %2 and %3 do not fit: counted from the right, sizes must be equal or 1.</source>
            <translation>%1: %2 und %3 passen nicht: von rechts gezählt müssen die Größen gleich oder 1 sein.</translation>
        </message>
        <message>
            <source>%1 cannot be repeated to %2: counted from the right, sizes must be equal or 1.</source>
            <translation>%1 lässt sich nicht zu %2 wiederholen: von rechts gezählt müssen die Größen gleich oder 1 sein.</translation>
        </message>
        <message>
            <source>%1 has %2 values; they do not fit the shape %3.</source>
            <translation>%1 hat %2 Werte; sie passen nicht in die Form %3.</translation>
        </message>
        <message>
            <source>MatMul needs matrices; the left one is %1.</source>
            <translation>MatMul braucht Matrizen; die linke ist %1.</translation>
        </message>
        <message>
            <source>MatMul needs matrices; the right one is %1.</source>
            <translation>MatMul braucht Matrizen; die rechte ist %1.</translation>
        </message>
        <message>
            <source>MatMul: inner sizes differ: left %1 (%2), right %3 (%4).</source>
            <translation>MatMul: die inneren Größen sind verschieden: links %1 (%2), rechts %3 (%4).</translation>
        </message>
        <message>
            <source>MatMul: the leading axes of %1 and %2 do not fit.</source>
            <translation>MatMul: die führenden Achsen von %1 und %2 passen nicht zusammen.</translation>
        </message>
        <message>
            <source>Concat: %1 and %2 differ in more than axis %3.</source>
            <translation>Concat: %1 und %2 unterscheiden sich in mehr als der Achse %3.</translation>
        </message>
        <message>
            <source>An axis is named twice.</source>
            <translation>Eine Achse ist zweimal genannt.</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is no range; write start:stop, start:stop:step or a number.</source>
            <translation>„%1“ ist kein Bereich; Anfang:Ende, Anfang:Ende:Schritt oder eine Zahl schreiben.</translation>
        </message>
        <message>
            <source>Gradient: y is not computed from x, so there is no derivative; wire to x a tensor that y's block, or one before it, is given.</source>
            <translation>Gradient: y wird nicht aus x berechnet, also gibt es keine Ableitung; an x einen Tensor anschließen, den der Block von y oder einer davor bekommt.</translation>
        </message>
        <message>
            <source>images [N, channels, height, width]</source>
            <translation>Bilder [N, Kanäle, Höhe, Breite]</translation>
        </message>
        <message>
            <source>sequences [N, channels, length]</source>
            <translation>Folgen [N, Kanäle, Länge]</translation>
        </message>
        <message>
            <source>volumes [N, channels, depth, height, width]</source>
            <translation>Volumen [N, Kanäle, Tiefe, Höhe, Breite]</translation>
        </message>
        <message>
            <source>samples [N, ...]</source>
            <translation>Beispiele [N, ...]</translation>
        </message>
        <message>
            <source>vectors [N, values]</source>
            <translation>Vektoren [N, Werte]</translation>
        </message>
        <message>
            <source>class numbers</source>
            <translation>Klassennummern</translation>
        </message>
        <message>
            <source>batch</source>
            <translation>Stapel</translation>
        </message>
        <message>
            <source>channels</source>
            <translation>Kanäle</translation>
        </message>
        <message>
            <source>height</source>
            <translation>Höhe</translation>
        </message>
        <message>
            <source>width</source>
            <translation>Breite</translation>
        </message>
        <message>
            <source>time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>features</source>
            <translation>Merkmale</translation>
        </message>
        <message>
            <source>%1: rotary positions need an even number of features a head, not %2.</source>
            <translation>%1: drehende Positionen brauchen eine gerade Zahl von Merkmalen je Kopf, nicht %2.</translation>
        </message>
        <message>
            <source>%1: the lowest value, %2, is above the highest, %3.</source>
            <translation>%1: der kleinste Wert, %2, liegt über dem größten, %3.</translation>
        </message>
        <message>
            <source>MaskedFill: the mask %1 is larger than x, %2.</source>
            <translation>MaskedFill: die Maske %1 ist größer als x, %2.</translation>
        </message>
        <message>
            <source>TopK: the batch axis has no fixed number of elements to take from.</source>
            <translation>TopK: die Stapelachse hat keine feste Zahl von Elementen, aus denen zu nehmen wäre.</translation>
        </message>
        <message>
            <source>TopK: %1 elements are more than the %2 of the axis; choose fewer.</source>
            <translation>TopK: %1 Elemente sind mehr als die %2 der Achse; weniger wählen.</translation>
        </message>
        <message>
            <source>Samples cannot be picked along the batch axis.</source>
            <translation>Beispiele lassen sich nicht entlang der Stapelachse herausgreifen.</translation>
        </message>
        <message>
            <source>%1: the index %2 must have the axes of x, %3, none longer but axis %4.</source>
            <translation>%1: der Index %2 muss die Achsen von x, %3, haben, keine länger als Achse %4.</translation>
        </message>
        <message>
            <source>Scatter: the updates %1 must have the shape of the index, %2.</source>
            <translation>Scatter: die neuen Werte %1 müssen die Form des Index haben, %2.</translation>
        </message>
        <message>
            <source>OneHot: it is not known how many classes there are; say so.</source>
            <translation>OneHot: es ist nicht bekannt, wie viele Klassen es gibt; die Zahl angeben.</translation>
        </message>
        <message>
            <source>%1 needs matrices [..., rows, columns]; this wire carries %2.</source>
            <translation>%1 braucht Matrizen [..., Zeilen, Spalten]; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>Einsum: axis %1 has %2 elements in one input and %3 in another.</source>
            <translation>Einsum: Achse %1 hat %2 Elemente in einem Eingang und %3 in einem anderen.</translation>
        </message>
        <message>
            <source>Split: only one part may take what is left.</source>
            <translation>Split: nur ein Teil darf nehmen, was übrig ist.</translation>
        </message>
        <message>
            <source>Split: the parts have %1 elements, and the axis has %2.</source>
            <translation>Split: die Teile haben %1 Elemente, und die Achse hat %2.</translation>
        </message>
        <message>
            <source>The order must name each axis from 0 to %1 once; this wire carries %2.</source>
            <translation>Die Ordnung muss jede Achse von 0 bis %1 einmal nennen; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>The batch axis has no fixed size and cannot be cut; write : for it.</source>
            <translation>Die Stapelachse hat keine feste Größe und lässt sich nicht schneiden; für sie : schreiben.</translation>
        </message>
        <message>
            <source>Samples cannot be joined along the batch axis.</source>
            <translation>Beispiele lassen sich nicht entlang der Stapelachse verbinden.</translation>
        </message>
        <message>
            <source>%1 needs an even number of features; there are %2.</source>
            <translation>%1 braucht eine gerade Zahl von Merkmalen; es sind %2.</translation>
        </message>
        <message>
            <source>%1 needs an even number of features in each head; there are %2 for %3 heads.</source>
            <translation>%1 braucht eine gerade Zahl von Merkmalen in jedem Kopf; es sind %2 für %3 Köpfe.</translation>
        </message>
        <message>
            <source>%1: the ignored positions must be %2; this wire carries %3.</source>
            <translation>%1: die nicht beachteten Positionen müssen %2 sein; diese Leitung führt %3.</translation>
        </message>
        <message>
            <source>%1 goes through at most %2 steps; this wire carries %3.</source>
            <translation>%1 geht durch höchstens %2 Schritte; diese Leitung führt %3.</translation>
        </message>
        <message>
            <source>An axis of %1 cannot be taken apart in this way; this wire carries %2.</source>
            <translation>Eine Achse von %1 lässt sich so nicht zerlegen; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>The result has no axis %1; this wire carries %2.</source>
            <translation>Das Ergebnis hat keine Achse %1; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>Split: the first %1 of %2 elements leave nothing for the rest; choose fewer.</source>
            <translation>Split: die ersten %1 von %2 Elementen lassen nichts für den Rest; weniger wählen.</translation>
        </message>
        <message>
            <source>A reflected border of %1 needs more than %2 elements; there are %3.</source>
            <translation>Ein gespiegelter Rand von %1 braucht mehr als %2 Elemente; es sind %3.</translation>
        </message>
        <message>
            <source>Before and after need an entry each for the same last axes; this wire carries %1.</source>
            <translation>Davor und Dahinter brauchen je einen Eintrag für dieselben letzten Achsen; diese Leitung führt %1.</translation>
        </message>
        <message>
            <source>CTC: the blank %1 is none of the %2 classes.</source>
            <translation>CTC: das Leerzeichen %1 ist keine der %2 Klassen.</translation>
        </message>
        <message>
            <source>Parameter: orthogonal values need a matrix.</source>
            <translation>Parameter: orthogonale Werte brauchen eine Matrix.</translation>
        </message>
        <message>
            <source>%1: line %2, column &quot;%3&quot;: %4; %5, or choose to skip bad rows</source>
            <translation>%1: Zeile %2, Spalte „%3“: %4; %5 oder schlechte Zeilen überspringen lassen</translation>
        </message>
        <message>
            <source>%1: line %2: %3; %4, or choose to skip bad rows</source>
            <translation>%1: Zeile %2: %3; %4 oder schlechte Zeilen überspringen lassen</translation>
        </message>
        <message>
            <source>%1: line %2: the header has %3</source>
            <translation>%1: Zeile %2: Der Kopf hat %3</translation>
        </message>
        <message>
            <source>%1: line %2: columns %3 and %4 are both named &quot;%5&quot;; rename one of them</source>
            <translation>%1: Zeile %2: Die Spalten %3 und %4 heißen beide „%5“; benennen Sie eine um</translation>
        </message>
        <message>
            <source>%1: there is no column &quot;%2&quot; to predict; the columns are %3</source>
            <translation>%1: Es gibt keine Spalte „%2“, die vorherzusagen wäre; die Spalten sind %3</translation>
        </message>
        <message>
            <source>%1: there is no column &quot;%2&quot; to ignore; the columns are %3</source>
            <translation>%1: Es gibt keine Spalte „%2“, die wegzulassen wäre; die Spalten sind %3</translation>
        </message>
        <message>
            <source>%1: all its columns are ignored; keep some</source>
            <translation>%1: Alle Spalten sind weggelassen; behalten Sie einige</translation>
        </message>
        <message>
            <source>%1: the column &quot;%2&quot; is to be predicted and ignored at once; choose one</source>
            <translation>%1: Die Spalte „%2“ soll zugleich vorhergesagt und weggelassen werden; wählen Sie eins von beiden</translation>
        </message>
        <message>
            <source>%1: there is no column to predict &quot;%2&quot; from; is the separator really &quot;%3&quot;?</source>
            <translation>%1: Es gibt keine Spalte, aus der „%2“ vorhergesagt werden könnte; ist das Trennzeichen wirklich „%3“?</translation>
        </message>
        <message>
            <source>%1: the column &quot;%2&quot; has %3 different values in %4 rows, too many to be classes; predict it as a quantity, or choose another column</source>
            <translation>%1: Die Spalte „%2“ hat %3 verschiedene Werte in %4 Zeilen, zu viele für Klassen; sagen Sie sie als Größe vorher oder wählen Sie eine andere Spalte</translation>
        </message>
        <message>
            <source>%1: the column &quot;%2&quot; holds more than %3 different texts such as &quot;%4&quot;, too many for a column of each; ignore it, or replace its texts by numbers</source>
            <translation>%1: Die Spalte „%2“ enthält mehr als %3 verschiedene Texte wie „%4“, zu viele für je eine Spalte; lassen Sie sie weg oder ersetzen Sie die Texte durch Zahlen</translation>
        </message>
        <message>
            <source>%1: the column &quot;%2&quot; holds %3 different texts such as &quot;%4&quot;, too many for a column of each; ignore it, or replace its texts by numbers</source>
            <translation>%1: Die Spalte „%2“ enthält %3 verschiedene Texte wie „%4“, zu viele für je eine Spalte; lassen Sie sie weg oder ersetzen Sie die Texte durch Zahlen</translation>
        </message>
        <message>
            <source>%1: the column &quot;%2&quot; holds text such as &quot;%3&quot; in %4 of %5 cells, and numbers are needed; predict it as a class, or choose another column</source>
            <translation>%1: Die Spalte „%2“ enthält Text wie „%3“ in %4 von %5 Zellen, gebraucht werden Zahlen; sagen Sie sie als Klasse vorher oder wählen Sie eine andere Spalte</translation>
        </message>
        <message>
            <source>%1: line %2, column &quot;%3&quot;: it is not clear what the point in &quot;%4&quot; means, since &quot;%5&quot; in line %6, column &quot;%7&quot;, has a comma; write both in one way, or ignore the column</source>
            <translation>%1: Zeile %2, Spalte „%3“: Es ist nicht klar, was der Punkt in „%4“ bedeutet, da „%5“ in Zeile %6, Spalte „%7“, ein Komma hat; schreiben Sie beide auf eine Weise oder lassen Sie die Spalte weg</translation>
        </message>
        <message>
            <source>%1: line %2, column &quot;%3&quot;: it is not clear whether the comma in &quot;%4&quot; parts thousands or fractions; write thousands without a comma and fractions with a decimal point, or ignore the column</source>
            <translation>%1: Zeile %2, Spalte „%3“: Es ist nicht klar, ob das Komma in „%4“ Tausender oder Bruchteile abtrennt; schreiben Sie Tausender ohne Komma und Bruchteile mit Dezimalpunkt oder lassen Sie die Spalte weg</translation>
        </message>
        <message>
            <source>%1: has no rows below its header</source>
            <translation>%1: hat keine Zeilen unter dem Kopf</translation>
        </message>
        <message>
            <source>%1: none of its %2 rows can be used: line %3, column &quot;%4&quot;: %5; %6</source>
            <translation>%1: Keine der %2 Zeilen ist zu gebrauchen: Zeile %3, Spalte „%4“: %5; %6</translation>
        </message>
        <message>
            <source>%1: the column &quot;%2&quot; holds %3, which is too far from the other rows to be scaled with them; correct it, or choose no scaling</source>
            <translation>%1: Die Spalte „%2“ enthält %3, zu weit von den anderen Zeilen entfernt, um mit ihnen skaliert zu werden; berichtigen Sie den Wert oder wählen Sie keine Skalierung</translation>
        </message>
        <message>
            <source>%1: is text in UTF-16; save it as CSV in UTF-8</source>
            <translation>%1: ist Text in UTF-16; speichern Sie ihn als CSV in UTF-8</translation>
        </message>
        <message>
            <source>%1: is empty: it has no rows</source>
            <translation>%1: ist leer und hat keine Zeilen</translation>
        </message>
        <message>
            <source>the cell is empty</source>
            <translation>Die Zelle ist leer</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is too large or too small for a number</source>
            <translation>„%1“ ist zu groß oder zu klein für eine Zahl</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is not a number</source>
            <translation>„%1“ ist keine Zahl</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is not a finite number</source>
            <translation>„%1“ ist keine endliche Zahl</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is too large for a 32-bit number</source>
            <translation>„%1“ ist zu groß für eine 32-Bit-Zahl</translation>
        </message>
        <message>
            <source>write decimal points instead of commas</source>
            <translation>Dezimalpunkte statt Kommas schreiben</translation>
        </message>
        <message>
            <source>fill it in</source>
            <translation>ausfüllen</translation>
        </message>
        <message>
            <source>correct it</source>
            <translation>berichtigen</translation>
        </message>
        <message>
            <source>has %1 cells, the header has %2</source>
            <translation>hat %1 Zellen, der Kopf hat %2</translation>
        </message>
        <message>
            <source>has %1 cell, the header has %2</source>
            <translation>hat %1 Zelle, der Kopf hat %2</translation>
        </message>
        <message>
            <source>has %1 cells, the first row has %2</source>
            <translation>hat %1 Zellen, die erste Zeile hat %2</translation>
        </message>
        <message>
            <source>%1 of %2 rows were skipped (lines %3); the first: line %4, column &quot;%5&quot;: %6; %7</source>
            <translation>%1 von %2 Zeilen wurden übersprungen (Zeilen %3); die erste: Zeile %4, Spalte „%5“: %6; %7</translation>
        </message>
        <message>
            <source>%1 of %2 rows was skipped (line %3); the first: line %4, column &quot;%5&quot;: %6; %7</source>
            <translation>%1 von %2 Zeilen wurde übersprungen (Zeile %3); die erste: Zeile %4, Spalte „%5“: %6; %7</translation>
        </message>
        <message>
            <source>the column &quot;%1&quot; holds texts: a column for each of its %2 values</source>
            <translation>Die Spalte „%1“ enthält Texte: je eine Spalte für ihre %2 Werte</translation>
        </message>
        <message>
            <source>all rows have the class &quot;%1&quot; in the column &quot;%2&quot;: there is nothing to tell apart</source>
            <translation>Alle Zeilen haben die Klasse „%1“ in der Spalte „%2“: Es gibt nichts zu unterscheiden</translation>
        </message>
        <message>
            <source>the %1 split is empty: a share of %2 of %3 samples is less than one sample that can be spared</source>
            <translation>Der Anteil „%1“ ist leer: %2 von %3 Beispielen ist weniger als eines, das zu entbehren wäre</translation>
        </message>
        <message>
            <source>the %1 split is empty: a share of %2 of %3 characters is less than one sequence</source>
            <translation>Der Anteil „%1“ ist leer: %2 von %3 Zeichen ist weniger als eine Folge</translation>
        </message>
        <message>
            <source>Choose a file for %1.</source>
            <translation>Wählen Sie eine Datei für „%1“.</translation>
        </message>
        <message>
            <source>%1: could not be read: %2</source>
            <translation>%1: nicht lesbar: %2</translation>
        </message>
        <message>
            <source>%1: could not be written: %2</source>
            <translation>%1: nicht zu schreiben: %2</translation>
        </message>
        <message>
            <source>there is no such file or folder</source>
            <translation>Datei oder Ordner gibt es nicht</translation>
        </message>
        <message>
            <source>a part of the path is not a folder</source>
            <translation>ein Teil des Pfads ist kein Ordner</translation>
        </message>
        <message>
            <source>permission denied</source>
            <translation>der Zugriff ist nicht erlaubt</translation>
        </message>
        <message>
            <source>the file system is read-only</source>
            <translation>das Dateisystem ist nur lesbar</translation>
        </message>
        <message>
            <source>no space is left on the device</source>
            <translation>auf dem Datenträger ist kein Platz mehr</translation>
        </message>
        <message>
            <source>%1: is a folder, not a file; choose a file</source>
            <translation>%1: ist ein Ordner und keine Datei; wählen Sie eine Datei</translation>
        </message>
        <message>
            <source>%1: was not found in %2; install the package dataset-%3, or name the folder that holds it in GRADWEAVE_DATASETS</source>
            <translation>%1: in %2 nicht gefunden; installieren Sie das Paket dataset-%3 oder nennen Sie den Ordner in GRADWEAVE_DATASETS</translation>
        </message>
        <message>
            <source>%1: ends within %2; it was cut short or is no IDX file</source>
            <translation>%1: endet mitten in %2; die Datei ist abgeschnitten oder keine IDX-Datei</translation>
        </message>
        <message>
            <source>%1: is no IDX file: it does not begin with two zero bytes</source>
            <translation>%1: ist keine IDX-Datei: Sie beginnt nicht mit zwei Nullbytes</translation>
        </message>
        <message>
            <source>%1: holds an array of %2 numbers; labels are one number for each image</source>
            <translation>%1: enthält ein Feld aus %2 Zahlen; Klassen sind eine Zahl je Bild</translation>
        </message>
        <message>
            <source>%1: holds an array of %2; images are [count, height, width] or [count, channels, height, width]</source>
            <translation>%1: enthält ein Feld der Form %2; Bilder sind [Anzahl, Höhe, Breite] oder [Anzahl, Kanäle, Höhe, Breite]</translation>
        </message>
        <message>
            <source>%1: %2 images in %3 but %4 labels here; choose the files that belong together</source>
            <translation>%1: %2 Bilder in %3, aber %4 Klassen hier; wählen Sie Dateien, die zusammengehören</translation>
        </message>
        <message>
            <source>files with training images and training labels are needed; choose them</source>
            <translation>Gebraucht werden Dateien mit Trainingsbildern und ihren Klassen; wählen Sie sie</translation>
        </message>
        <message>
            <source>test images and test labels belong together; choose both files or neither</source>
            <translation>Testbilder und ihre Klassen gehören zusammen; wählen Sie beide Dateien oder keine</translation>
        </message>
        <message>
            <source>%1: is no text in UTF-8: byte %2 (counted from 0) begins no character; convert the file</source>
            <translation>%1: ist kein Text in UTF-8: Byte %2 (von 0 an gezählt) beginnt kein Zeichen; wandeln Sie die Datei um</translation>
        </message>
        <message>
            <source>%1: leaves %2 characters for training, a sequence of %3 needs %4; choose a longer text or shorter sequences</source>
            <translation>%1: lässt %2 Zeichen zum Trainieren, eine Folge von %3 braucht %4; wählen Sie einen längeren Text oder kürzere Folgen</translation>
        </message>
        <message>
            <source>the validation share %1 and the test share %2 leave nothing to train on; choose smaller ones</source>
            <translation>Der Anteil zur Validierung %1 und der zum Test %2 lassen nichts zum Trainieren; wählen Sie kleinere</translation>
        </message>
        <message>
            <source>The loss became %1 in epoch %2, batch %3; %4. The weights are back at %5. Try a smaller learning rate, such as %6.</source>
            <translation>Der Verlust wurde in Epoche %2, Stapel %3 zu %1; %4. Die Gewichte sind wieder auf dem Stand: %5. Versuchen Sie eine kleinere Lernrate, etwa %6.</translation>
        </message>
        <message>
            <source>The loss became %1 in epoch %2, batch %3. The weights are back at %4. Try a smaller learning rate, such as %5.</source>
            <translation>Der Verlust wurde in Epoche %2, Stapel %3 zu %1. Die Gewichte sind wieder auf dem Stand: %4. Versuchen Sie eine kleinere Lernrate, etwa %5.</translation>
        </message>
        <message>
            <source>the step before had made &quot;%1&quot; in block &quot;%2&quot; %3</source>
            <translation>der Schritt davor hatte „%1“ im Block „%2“ zu %3 gemacht</translation>
        </message>
        <message>
            <source>the data itself contains %1</source>
            <translation>die Daten selbst enthalten %1</translation>
        </message>
        <message>
            <source>the first such value is %1, out of block &quot;%2&quot; (%3)</source>
            <translation>der erste solche Wert ist %1 aus dem Block „%2“ (%3)</translation>
        </message>
        <message>
            <source>their initial values</source>
            <translation>Anfangswerte</translation>
        </message>
        <message>
            <source>the end of epoch %1</source>
            <translation>Ende der Epoche %1</translation>
        </message>
        <message>
            <source>%1. The weights are back at %2; train again with the device cpu, or try this device once more</source>
            <translation>%1. Die Gewichte sind wieder auf dem Stand: %2; trainieren Sie auf dem Gerät cpu weiter, oder versuchen Sie dieses Gerät noch einmal</translation>
        </message>
        <message>
            <source>%1; a batch of %2 would fit (now %3)</source>
            <translation>%1; ein Stapel von %2 würde passen (jetzt %3)</translation>
        </message>
        <message>
            <source>there is no loss to measure; add one</source>
            <translation>Es gibt keinen Verlust zu messen; fügen Sie einen hinzu</translation>
        </message>
        <message>
            <source>the network reads from no data block; add one</source>
            <translation>Das Netz liest aus keinem Datenblock; fügen Sie einen hinzu</translation>
        </message>
        <message>
            <source>there are no training samples: make the validation and test shares smaller</source>
            <translation>Es gibt keine Trainingsbeispiele: Verkleinern Sie die Anteile für Validierung und Test</translation>
        </message>
        <message>
            <source>the weights do not fit the network: %1</source>
            <translation>Die Gewichte passen nicht zum Netz: %1</translation>
        </message>
        <message>
            <source>Training needs a thread, and the system gives no more (%1)</source>
            <translation>Das Training braucht einen Thread, und das System gibt keinen mehr her (%1)</translation>
        </message>
        <message>
            <source>block &quot;%1&quot;: %2</source>
            <translation>Block „%1“: %2</translation>
        </message>
        <message>
            <source>A block needs a name: its weights are saved under it.</source>
            <translation>Ein Block braucht einen Namen: Unter ihm werden seine Gewichte gespeichert.</translation>
        </message>
        <message>
            <source>A name can have at most 200 characters.</source>
            <translation>Ein Name kann höchstens 200 Zeichen haben.</translation>
        </message>
        <message>
            <source>A name cannot begin or end with a space.</source>
            <translation>Ein Name kann nicht mit einem Leerzeichen beginnen oder enden.</translation>
        </message>
        <message>
            <source>A name cannot contain dots or slashes: &quot;fc1.weight&quot; means the weight of fc1.</source>
            <translation>Ein Name kann keine Punkte oder Schrägstriche enthalten: „fc1.weight“ ist das Gewicht von fc1.</translation>
        </message>
        <message>
            <source>Another block is called &quot;%1&quot; already.</source>
            <translation>Ein anderer Block heißt schon „%1“.</translation>
        </message>
        <message>
            <source>%1 must be %2, not &quot;%3&quot;</source>
            <translation>%1: Nötig ist %2, nicht „%3“</translation>
        </message>
        <message>
            <source>%1 must be a finite number</source>
            <translation>%1 muss eine endliche Zahl sein</translation>
        </message>
        <message>
            <source>%1 must be at least %2</source>
            <translation>%1 muss mindestens %2 sein</translation>
        </message>
        <message>
            <source>%1 must be at most %2 numbers</source>
            <translation>%1: höchstens %2 Zahlen</translation>
        </message>
        <message>
            <source>%1 must be at most %2</source>
            <translation>%1 darf höchstens %2 sein</translation>
        </message>
        <message>
            <source>%1 must be one of %2</source>
            <translation>%1 muss eines hiervon sein: %2</translation>
        </message>
        <message>
            <source>true or false</source>
            <translation>wahr oder falsch</translation>
        </message>
        <message>
            <source>a whole number</source>
            <translation>eine ganze Zahl</translation>
        </message>
        <message>
            <source>a number</source>
            <translation>eine Zahl</translation>
        </message>
        <message>
            <source>one of the choices</source>
            <translation>eine der Möglichkeiten</translation>
        </message>
        <message>
            <source>whole numbers</source>
            <translation>ganze Zahlen</translation>
        </message>
        <message>
            <source>this text holds no copied blocks</source>
            <translation>Dieser Text enthält keine kopierten Blöcke</translation>
        </message>
        <message>
            <source>%1: not valid JSON at line %2, column %3: %4</source>
            <translation>%1: kein gültiges JSON in Zeile %2, Spalte %3: %4</translation>
        </message>
        <message>
            <source>%1: this is no Gradweave project</source>
            <translation>%1: Das ist kein Gradweave-Projekt</translation>
        </message>
        <message>
            <source>%1: the project was written by a newer Gradweave (format %2, this program reads up to %3); update the program</source>
            <translation>%1: Das Projekt stammt von einem neueren Gradweave (Format %2, dieses Programm liest bis %3); aktualisieren Sie das Programm</translation>
        </message>
        <message>
            <source>%1: %2 blocks are more than the %3 that are supported</source>
            <translation>%1: %2 Blöcke sind mehr als die %3, die möglich sind</translation>
        </message>
        <message>
            <source>%1: it carries no Gradweave project</source>
            <translation>%1: enthält kein Gradweave-Projekt</translation>
        </message>
        <message>
            <source>%1: only .safetensors, .svg and .png files carry their project</source>
            <translation>%1: Nur .safetensors-, .svg- und .png-Dateien enthalten ihr Projekt</translation>
        </message>
        <message>
            <source>%1: could not be written: %2; %3 are needed, %4 are free; %5</source>
            <translation>%1: nicht zu schreiben: %2; %3 werden gebraucht, %4 sind frei; %5</translation>
        </message>
        <message>
            <source>%1: could not be written: %2; %3 are needed; %4</source>
            <translation>%1: nicht zu schreiben: %2; %3 werden gebraucht; %4</translation>
        </message>
        <message>
            <source>%1: could not be written: its folder %2 takes no new file: %3; %4</source>
            <translation>%1: nicht zu schreiben: Der Ordner %2 nimmt keine neue Datei an: %3; %4</translation>
        </message>
        <message>
            <source>%1: could not be written: there is no folder %2; create it first; %3</source>
            <translation>%1: nicht zu schreiben: Es gibt keinen Ordner %2; legen Sie ihn an; %3</translation>
        </message>
        <message>
            <source>%1: could not be written: the file is read-only (%2); %3</source>
            <translation>%1: nicht zu schreiben: Die Datei ist schreibgeschützt (%2); %3</translation>
        </message>
        <message>
            <source>%1: could not be written: %2; %3</source>
            <translation>%1: nicht zu schreiben: %2; %3</translation>
        </message>
        <message>
            <source>the file that was there before is unchanged</source>
            <translation>die vorherige Datei ist unverändert</translation>
        </message>
        <message>
            <source>no file was written</source>
            <translation>keine Datei wurde geschrieben</translation>
        </message>
        <message>
            <source>%1 would need %2 of memory, %3 can be had; use a smaller batch or less data</source>
            <translation>%1 bräuchten %2 Speicher, %3 sind zu haben; nehmen Sie einen kleineren Stapel oder weniger Daten</translation>
        </message>
        <message>
            <source>there is no device &quot;%1&quot;%2; available: %3</source>
            <translation>Es gibt kein Gerät „%1“%2; vorhanden: %3</translation>
        </message>
        <message>
            <source>%1 needs %2 on %3, which has %4 of memory, %5 of it free%6: use a smaller batch, or the device cpu</source>
            <translation>%1 braucht %2 auf %3, das %4 Speicher hat, davon %5 frei%6: Nehmen Sie einen kleineren Stapel oder das Gerät cpu</translation>
        </message>
        <message>
            <source>%1: the model has no input</source>
            <translation>%1: Das Modell hat keinen Eingang</translation>
        </message>
        <message>
            <source>Nothing was trained yet.</source>
            <translation>Noch wurde nichts trainiert.</translation>
        </message>
        <message>
            <source>The network is empty.</source>
            <translation>Das Netz ist leer.</translation>
        </message>
        <message>
            <source>The network has no weights.</source>
            <translation>Das Netz hat keine Gewichte.</translation>
        </message>
        <message>
            <source>No block can stand for ONNX's %1 here: this placeholder keeps its place, its wires and its weights. Put blocks in its place that compute the same.</source>
            <translation>Für %1 aus ONNX gibt es hier keinen Block: dieser Platzhalter hält seinen Platz, seine Leitungen und seine Gewichte. Setzen Sie Blöcke an seine Stelle, die dasselbe rechnen.</translation>
        </message>
        <message>
            <source>A wire needs a block at both ends.</source>
            <translation>Eine Leitung braucht an beiden Enden einen Block.</translation>
        </message>
        <message>
            <source>&quot;%1&quot; has no one output that an input could go to.</source>
            <translation>„%1“ hat nicht den einen Ausgang, an den ein Eingang gehen könnte.</translation>
        </message>
        <message>
            <source>&quot;%1&quot; has no connected input to pass on.</source>
            <translation>„%1“ hat keinen verbundenen Eingang zum Weitergeben.</translation>
        </message>
        <message>
            <source>&quot;%1&quot; turns %2 into %3; only a block that keeps the shape can be bypassed.</source>
            <translation>„%1“ macht aus %2 %3; nur ein Block, der die Form erhält, lässt sich überbrücken.</translation>
        </message>
        <message>
            <source>A title can have at most 200 bytes.</source>
            <translation>Ein Titel darf höchstens 200 Byte haben.</translation>
        </message>
        <message>
            <source>Block &quot;%1&quot; has no parameter &quot;%2&quot;.</source>
            <translation>Der Block „%1“ hat keine Einstellung „%2“.</translation>
        </message>
        <message>
            <source>There is no training setting &quot;%1&quot;.</source>
            <translation>Eine Trainingseinstellung „%1“ gibt es nicht.</translation>
        </message>
        <message>
            <source>there is no block %1</source>
            <translation>den Block %1 gibt es nicht</translation>
        </message>
        <message>
            <source>a block needs an id above 0</source>
            <translation>ein Block braucht eine Nummer über 0</translation>
        </message>
        <message>
            <source>the id %1 is taken</source>
            <translation>die Nummer %1 ist vergeben</translation>
        </message>
        <message>
            <source>the name &quot;%1&quot; is taken</source>
            <translation>der Name „%1“ ist vergeben</translation>
        </message>
        <message>
            <source>block &quot;%1&quot; still has wires</source>
            <translation>am Block „%1“ sind noch Leitungen</translation>
        </message>
        <message>
            <source>input &quot;%1&quot; of block %2 is taken</source>
            <translation>der Eingang „%1“ des Blocks %2 ist belegt</translation>
        </message>
        <message>
            <source>input &quot;%1&quot; of block %2 has no wire</source>
            <translation>am Eingang „%1“ des Blocks %2 ist keine Leitung</translation>
        </message>
        <message>
            <source>a frame needs an id above 0</source>
            <translation>ein Rahmen braucht eine Nummer über 0</translation>
        </message>
        <message>
            <source>frame &quot;%1&quot; still has blocks</source>
            <translation>im Rahmen „%1“ sind noch Blöcke</translation>
        </message>
        <message>
            <source>there is no frame %1</source>
            <translation>den Rahmen %1 gibt es nicht</translation>
        </message>
        <message>
            <source>a copied wire has no two ends</source>
            <translation>eine kopierte Leitung hat keine zwei Enden</translation>
        </message>
        <message>
            <source>the title is too long</source>
            <translation>der Titel ist zu lang</translation>
        </message>
        <message>
            <source>the mode &quot;%1&quot; is neither bypassed nor muted</source>
            <translation>der Zustand „%1“ ist weder überbrückt noch stumm</translation>
        </message>
        <message>
            <source>expected [block, output, block, input]</source>
            <translation>hier gehört [block, output, block, input] hin</translation>
        </message>
        <message>
            <source>expected [block, input, x, y, ...]</source>
            <translation>hier gehört [block, input, x, y, ...] hin</translation>
        </message>
        <message>
            <source>a wire has too many bends</source>
            <translation>eine Leitung hat zu viele Knicke</translation>
        </message>
        <message>
            <source>training: &quot;%1&quot; has a value of an unknown form</source>
            <translation>training: „%1“ hat einen Wert in unbekannter Form</translation>
        </message>
        <message>
            <source>this is no Gradweave project</source>
            <translation>das ist kein Gradweave-Projekt</translation>
        </message>
        <message>
            <source>the project was written by a newer Gradweave (format %1, this program reads up to %2); update the program</source>
            <translation>das Projekt hat ein neueres Gradweave geschrieben (Format %1, dieses Programm liest bis %2); aktualisieren Sie das Programm</translation>
        </message>
        <message>
            <source>%1 blocks are more than the %2 that are supported</source>
            <translation>%1 Blöcke sind mehr als die %2, die unterstützt werden</translation>
        </message>
        <message>
            <source>%1 frames are more than the %2 that are supported</source>
            <translation>%1 Rahmen sind mehr als die %2, die unterstützt werden</translation>
        </message>
        <message>
            <source>it carries no Gradweave project</source>
            <translation>es enthält kein Gradweave-Projekt</translation>
        </message>
        <message>
            <source>only .safetensors, .svg and .png files carry their project</source>
            <translation>nur .safetensors-, .svg- und .png-Dateien tragen ihr Projekt in sich</translation>
        </message>
        <message>
            <source>this is no PNG picture</source>
            <translation>das ist kein PNG-Bild</translation>
        </message>
        <message>
            <source>must be a finite number</source>
            <translation>muss eine endliche Zahl sein</translation>
        </message>
        <message>
            <source>must be at least %1</source>
            <translation>muss mindestens %1 sein</translation>
        </message>
        <message>
            <source>must be at most %1 numbers</source>
            <translation>dürfen höchstens %1 Zahlen sein</translation>
        </message>
        <message>
            <source>must be at most %1</source>
            <translation>darf höchstens %1 sein</translation>
        </message>
        <message>
            <source>must be one of %1</source>
            <translation>muss eins hiervon sein: %1</translation>
        </message>
        <message>
            <source>must be %1</source>
            <translation>muss %1 sein</translation>
        </message>
        <message>
            <source>%1; it is &quot;%2&quot;.</source>
            <translation>%1; es ist „%2“.</translation>
        </message>
        <message>
            <source>each entry %1</source>
            <translation>jeder Eintrag %1</translation>
        </message>
        <message>
            <source>training: &quot;%1&quot; must be the name of a file</source>
            <translation>training: „%1“ muss der Name einer Datei sein</translation>
        </message>
        <message>
            <source>training: &quot;%1&quot; is no setting of this version</source>
            <translation>training: „%1“ ist keine Einstellung dieser Version</translation>
        </message>
        <message>
            <source>the axis %1 is too large for a batch of %2</source>
            <translation>die Achse %1 ist zu groß für einen Stapel von %2</translation>
        </message>
        <message>
            <source>it cannot be computed yet</source>
            <translation>es lässt sich noch nicht berechnen</translation>
        </message>
        <message>
            <source>%1 has no parameter &quot;%2&quot; for its example</source>
            <translation>%1 hat keine Einstellung „%2“ für sein Beispiel</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is no shape, in the example of %2</source>
            <translation>„%1“ ist keine Form, im Beispiel von %2</translation>
        </message>
        <message>
            <source>there is no example &quot;%1&quot;; none are installed</source>
            <translation>ein Beispiel „%1“ gibt es nicht; es sind keine installiert</translation>
        </message>
        <message>
            <source>there is no example &quot;%1&quot;; there are %2</source>
            <translation>ein Beispiel „%1“ gibt es nicht; vorhanden sind %2</translation>
        </message>
        <message>
            <source>the layout of the graph was stopped as asked</source>
            <translation>das Anordnen des Graphen wurde wie gewünscht abgebrochen</translation>
        </message>
        <message>
            <source>The program dot (Graphviz) was not found.</source>
            <translation>Das Programm dot (Graphviz) wurde nicht gefunden.</translation>
        </message>
        <message>
            <source>The program dot took longer than %1 s.</source>
            <translation>Das Programm dot brauchte länger als %1 s.</translation>
        </message>
        <message>
            <source>The program dot failed.</source>
            <translation>Das Programm dot ist gescheitert.</translation>
        </message>
        <message>
            <source>dot's answer cannot be read: %1</source>
            <translation>die Antwort von dot ist nicht lesbar: %1</translation>
        </message>
        <message>
            <source>a line begins with no known word</source>
            <translation>eine Zeile beginnt mit keinem bekannten Wort</translation>
        </message>
        <message>
            <source>it ends early</source>
            <translation>sie endet zu früh</translation>
        </message>
        <message>
            <source>it has another number of boxes</source>
            <translation>sie hat eine andere Zahl von Kästen</translation>
        </message>
        <message>
            <source>a number is missing</source>
            <translation>eine Zahl fehlt</translation>
        </message>
        <message>
            <source>it names an unknown box</source>
            <translation>sie nennt einen unbekannten Kasten</translation>
        </message>
        <message>
            <source>an edge has no points</source>
            <translation>eine Kante hat keine Punkte</translation>
        </message>
        <message>
            <source>no connection to another program could be made</source>
            <translation>keine Verbindung zu einem anderen Programm ließ sich aufbauen</translation>
        </message>
        <message>
            <source>stopped as asked</source>
            <translation>wie gewünscht abgebrochen</translation>
        </message>
        <message>
            <source>%1: not written, stopped as asked</source>
            <translation>%1: nicht geschrieben, wie gewünscht abgebrochen</translation>
        </message>
        <message>
            <source>Block &quot;%1&quot;: %2</source>
            <translation>Block „%1“: %2</translation>
        </message>
        <message>
            <source>frame %1</source>
            <translation>Rahmen %1</translation>
        </message>
        <message>
            <source>block %1</source>
            <translation>Block %1</translation>
        </message>
        <message>
            <source>wire %1</source>
            <translation>Leitung %1</translation>
        </message>
        <message>
            <source>bends %1</source>
            <translation>Knicke %1</translation>
        </message>
        <message>
            <source>Begins with the weights of %1; %2 begins anew, as the file has none of that name and shape: %3.</source>
            <translation>Beginnt mit den Gewichten aus %1; %2 fängt neu an, da die Datei keines von diesem Namen und dieser Form hat: %3.</translation>
        </message>
        <message>
            <source>Begins with the weights of %1; %2 begin anew, as the file has none of that name and shape: %3.</source>
            <translation>Beginnt mit den Gewichten aus %1; %2 fangen neu an, da die Datei keine von diesen Namen und Formen hat: %3.</translation>
        </message>
        <message>
            <source>Begins with the weights of %1.</source>
            <translation>Beginnt mit den Gewichten aus %1.</translation>
        </message>
        <message>
            <source>%1 and %2 more</source>
            <translation>%1 und %2 weitere</translation>
        </message>
        <message>
            <source>and %1 more</source>
            <translation>und %1 weitere</translation>
        </message>
        <message>
            <source>holds no weights that can be read; choose a .safetensors or .onnx file</source>
            <translation>enthält keine lesbaren Gewichte; eine .safetensors- oder .onnx-Datei wählen</translation>
        </message>
        <message>
            <source>this is no checkpoint: &quot;%1&quot; is missing</source>
            <translation>das ist kein Zwischenstand: „%1“ fehlt</translation>
        </message>
        <message>
            <source>the checkpoint is damaged: &quot;%1&quot; is &quot;%2&quot;</source>
            <translation>der Zwischenstand ist beschädigt: „%1“ ist „%2“</translation>
        </message>
        <message>
            <source>the checkpoint is damaged: &quot;sums&quot; is incomplete</source>
            <translation>der Zwischenstand ist beschädigt: „sums“ ist unvollständig</translation>
        </message>
        <message>
            <source>the checkpoint was made with seed %1 and batch size %2; go on with the same</source>
            <translation>der Zwischenstand entstand mit Startwert %1 und Stapelgröße %2; mit denselben fortfahren</translation>
        </message>
        <message>
            <source>the checkpoint does not belong to this network and optimiser: %1</source>
            <translation>der Zwischenstand gehört nicht zu diesem Netz und Optimierer: %1</translation>
        </message>
        <message>
            <source>the checkpoint holds values that this network does not have</source>
            <translation>der Zwischenstand enthält Werte, die dieses Netz nicht hat</translation>
        </message>
        <message>
            <source>the checkpoint's schedule is incomplete</source>
            <translation>der Lernratenplan des Zwischenstands ist unvollständig</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is missing</source>
            <translation>„%1“ fehlt</translation>
        </message>
        <message>
            <source>&quot;%1&quot; has another shape</source>
            <translation>„%1“ hat eine andere Form</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is %2 in the file and %3 in the network</source>
            <translation>„%1“ ist %2 in der Datei und %3 im Netz</translation>
        </message>
        <message>
            <source>&quot;%1&quot; has no place in the network</source>
            <translation>für „%1“ ist im Netz kein Platz</translation>
        </message>
        <message>
            <source>trying %1</source>
            <translation>%1 wird versucht</translation>
        </message>
        <message>
            <source>training, each step</source>
            <translation>das Training, jeder Schritt</translation>
        </message>
        <message>
            <source>the samples are %1; the network takes one or more of nothing</source>
            <translation>die Beispiele sind %1; das Netz nimmt keine</translation>
        </message>
        <message>
            <source>there are no samples</source>
            <translation>es gibt keine Beispiele</translation>
        </message>
        <message>
            <source>the samples of &quot;%1&quot; are %2; the network takes one or more of %3, as many for each input</source>
            <translation>die Beispiele von „%1“ sind %2; das Netz nimmt eins oder mehrere von %3, für jeden Eingang gleich viele</translation>
        </message>
        <message>
            <source>the samples of &quot;%1&quot; are %2; the network takes one or more of %3</source>
            <translation>die Beispiele von „%1“ sind %2; das Netz nimmt eins oder mehrere von %3</translation>
        </message>
        <message>
            <source>the samples are %1; the network takes one or more of %2</source>
            <translation>die Beispiele sind %1; das Netz nimmt eins oder mehrere von %2</translation>
        </message>
        <message>
            <source>the network has no input &quot;%1&quot;</source>
            <translation>das Netz hat keinen Eingang „%1“</translation>
        </message>
        <message>
            <source>block &quot;%1&quot; only says what samples look like: put a data block in its place to train</source>
            <translation>der Block „%1“ sagt nur, wie Beispiele aussehen: zum Trainieren einen Datenblock an seine Stelle setzen</translation>
        </message>
        <message>
            <source>there is no loss to train with</source>
            <translation>zum Trainieren fehlt ein Verlust</translation>
        </message>
        <message>
            <source>there is nothing to train: the network has no parameters</source>
            <translation>es gibt nichts zu trainieren: das Netz hat keine Parameter</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is no optimiser; choose one of %2</source>
            <translation>„%1“ ist kein Optimierer; einen hiervon wählen: %2</translation>
        </message>
        <message>
            <source>the schedule %1 has no &quot;%2&quot;</source>
            <translation>der Lernratenplan %1 hat kein „%2“</translation>
        </message>
        <message>
            <source>the schedule %1: %2 must be %3 to %4</source>
            <translation>der Lernratenplan %1: %2 muss %3 bis %4 sein</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is no schedule; choose one of %2</source>
            <translation>„%1“ ist kein Lernratenplan; einen hiervon wählen: %2</translation>
        </message>
        <message>
            <source>%1: %2 must be %3 to %4; it is %5</source>
            <translation>%1: %2 muss %3 bis %4 sein; es ist %5</translation>
        </message>
        <message>
            <source>%1 has no &quot;%2&quot;</source>
            <translation>%1 hat kein „%2“</translation>
        </message>
        <message>
            <source>update: %1 parameters but %2 gradients</source>
            <translation>update: %1 Parameter, aber %2 Gradienten</translation>
        </message>
        <message>
            <source>the value of &quot;%1&quot; is not known here; only a training session can compute with it</source>
            <translation>der Wert von „%1“ ist hier nicht bekannt; nur ein Training kann damit rechnen</translation>
        </message>
        <message>
            <source>line %1, column &quot;%2&quot;</source>
            <translation>Zeile %1, Spalte „%2“</translation>
        </message>
        <message>
            <source>line %1</source>
            <translation>Zeile %1</translation>
        </message>
        <message>
            <source>column %1</source>
            <translation>Spalte %1</translation>
        </message>
        <message>
            <source>the header %1</source>
            <translation>die Kopfzeile %1</translation>
        </message>
        <message>
            <source>columns %1 and %2 are both named &quot;%3&quot;; rename one of them</source>
            <translation>die Spalten %1 und %2 heißen beide „%3“; eine davon umbenennen</translation>
        </message>
        <message>
            <source>is text in UTF-16; save it as CSV in UTF-8</source>
            <translation>ist Text in UTF-16; als CSV in UTF-8 speichern</translation>
        </message>
        <message>
            <source>is empty: it has no rows</source>
            <translation>ist leer: hat keine Zeilen</translation>
        </message>
        <message>
            <source>has %1 cell, the first row has %2</source>
            <translation>hat %1 Zelle, die erste Zeile hat %2</translation>
        </message>
        <message>
            <source>holds a zero byte, so it is no text in UTF-8 (perhaps UTF-16); save it as CSV in UTF-8</source>
            <translation>enthält ein Nullbyte, ist also kein Text in UTF-8 (vielleicht UTF-16); als CSV in UTF-8 speichern</translation>
        </message>
        <message>
            <source>has text after the closing quote of cell %1</source>
            <translation>hat Text hinter dem schließenden Anführungszeichen von Zelle %1</translation>
        </message>
        <message>
            <source>a cell that begins here is longer than %1; is a quote not closed, or the separator not what it seems?</source>
            <translation>eine Zelle, die hier beginnt, ist länger als %1; ist ein Anführungszeichen nicht geschlossen oder das Trennzeichen ein anderes?</translation>
        </message>
        <message>
            <source>a row is longer than %1</source>
            <translation>eine Zeile ist länger als %1</translation>
        </message>
        <message>
            <source>has more than %1 cells</source>
            <translation>hat mehr als %1 Zellen</translation>
        </message>
        <message>
            <source>a quote that opens here is never closed; close it, or double it</source>
            <translation>ein Anführungszeichen, das hier beginnt, wird nie geschlossen; schließen oder verdoppeln</translation>
        </message>
        <message>
            <source>cell %1 is not UTF-8 text (byte %2); save the file as CSV in UTF-8</source>
            <translation>Zelle %1 ist kein UTF-8-Text (Byte %2); die Datei als CSV in UTF-8 speichern</translation>
        </message>
        <message>
            <source>cell %1 is UTF-8 text, but line %2 is not; save the file as CSV in UTF-8</source>
            <translation>Zelle %1 ist UTF-8-Text, Zeile %2 aber nicht; die Datei als CSV in UTF-8 speichern</translation>
        </message>
        <message>
            <source>line %1 is not UTF-8 text: the file was read as Windows-1252; if letters look wrong, save it as CSV in UTF-8</source>
            <translation>Zeile %1 ist kein UTF-8-Text: Die Datei wurde als Windows-1252 gelesen; wenn Buchstaben falsch aussehen, als CSV in UTF-8 speichern</translation>
        </message>
        <message>
            <source>commas are decimal commas: &quot;%1&quot; in line %2, column &quot;%3&quot;, was read as %4</source>
            <translation>Kommas sind Dezimalkommas: „%1“ in Zeile %2, Spalte „%3“, wurde als %4 gelesen</translation>
        </message>
        <message>
            <source>the table in %1</source>
            <translation>die Tabelle in %1</translation>
        </message>
        <message>
            <source>reading the text</source>
            <translation>der Text wird gelesen</translation>
        </message>
        <message>
            <source>reading %1</source>
            <translation>%1 wird gelesen</translation>
        </message>
        <message>
            <source>generating points</source>
            <translation>Punkte werden erzeugt</translation>
        </message>
        <message>
            <source>generating patterns</source>
            <translation>Muster werden erzeugt</translation>
        </message>
        <message>
            <source>the generated patterns</source>
            <translation>die erzeugten Muster</translation>
        </message>
        <message>
            <source>the images of %1</source>
            <translation>die Bilder von %1</translation>
        </message>
        <message>
            <source>the sequences of %1</source>
            <translation>die Folgen von %1</translation>
        </message>
        <message>
            <source>a batch of %1 samples makes no sense; choose at least 1</source>
            <translation>ein Stapel von %1 Beispielen ergibt keinen Sinn; mindestens 1 wählen</translation>
        </message>
        <message>
            <source>there is no column &quot;%1&quot; to predict; the columns are %2</source>
            <translation>eine Spalte „%1“ zum Vorhersagen gibt es nicht; die Spalten sind %2</translation>
        </message>
        <message>
            <source>there is no column &quot;%1&quot; to ignore; the columns are %2</source>
            <translation>eine Spalte „%1“ zum Auslassen gibt es nicht; die Spalten sind %2</translation>
        </message>
        <message>
            <source>all its columns are ignored; keep some</source>
            <translation>alle Spalten werden ausgelassen; einige behalten</translation>
        </message>
        <message>
            <source>the column &quot;%1&quot; is to be predicted and ignored at once; choose one</source>
            <translation>die Spalte „%1“ soll zugleich vorhergesagt und ausgelassen werden; eins davon wählen</translation>
        </message>
        <message>
            <source>there is no column to predict &quot;%1&quot; from; is the separator really &quot;%2&quot;?</source>
            <translation>es gibt keine Spalte, aus der sich „%1“ vorhersagen ließe; ist das Trennzeichen wirklich „%2“?</translation>
        </message>
        <message>
            <source>the number of classes is %1; choose %2 to %3</source>
            <translation>die Zahl der Klassen ist %1; %2 bis %3 wählen</translation>
        </message>
        <message>
            <source>the number of samples is %1; choose %2 to %3</source>
            <translation>die Zahl der Beispiele ist %1; %2 bis %3 wählen</translation>
        </message>
        <message>
            <source>the noise is %1; choose %2 to %3</source>
            <translation>das Rauschen ist %1; %2 bis %3 wählen</translation>
        </message>
        <message>
            <source>a spiral of %1 arms cannot be made; choose 2 to %2</source>
            <translation>eine Spirale mit %1 Armen geht nicht; 2 bis %2 wählen</translation>
        </message>
        <message>
            <source>upper moon</source>
            <translation>oberer Mond</translation>
        </message>
        <message>
            <source>lower moon</source>
            <translation>unterer Mond</translation>
        </message>
        <message>
            <source>holds an array of %1 numbers; labels are one number for each image</source>
            <translation>enthält ein Feld von %1 Zahlen; Klassen sind eine Zahl für jedes Bild</translation>
        </message>
        <message>
            <source>holds fractions (%1); labels are whole numbers</source>
            <translation>enthält Brüche (%1); Klassen sind ganze Zahlen</translation>
        </message>
        <message>
            <source>label %1 (counted from 0) is %2; classes are numbered from 0 to at most %3</source>
            <translation>die Klasse %1 (von 0 an gezählt) ist %2; Klassen sind von 0 bis höchstens %3 nummeriert</translation>
        </message>
        <message>
            <source>label %1 (counted from 0) is %2, but the training labels have the %3 classes 0 to %4 only</source>
            <translation>die Klasse %1 (von 0 an gezählt) ist %2, aber die Trainingsdaten haben nur die %3 Klassen 0 bis %4</translation>
        </message>
        <message>
            <source>holds no images: its shape is %1</source>
            <translation>enthält keine Bilder: die Form ist %1</translation>
        </message>
        <message>
            <source>%1 image in %2 but %3 label here; choose the files that belong together</source>
            <translation>%1 Bild in %2, aber %3 Klasse hier; die Dateien wählen, die zusammengehören</translation>
        </message>
        <message>
            <source>%1 image in %2 but %3 labels here; choose the files that belong together</source>
            <translation>%1 Bild in %2, aber %3 Klassen hier; die Dateien wählen, die zusammengehören</translation>
        </message>
        <message>
            <source>%1 images in %2 but %3 label here; choose the files that belong together</source>
            <translation>%1 Bilder in %2, aber %3 Klasse hier; die Dateien wählen, die zusammengehören</translation>
        </message>
        <message>
            <source>%1 images in %2 but %3 labels here; choose the files that belong together</source>
            <translation>%1 Bilder in %2, aber %3 Klassen hier; die Dateien wählen, die zusammengehören</translation>
        </message>
        <message>
            <source>holds an array of %1; images are [count, height, width] or [count, channels, height, width]</source>
            <translation>enthält ein Feld von %1; Bilder sind [Anzahl, Höhe, Breite] oder [Anzahl, Kanäle, Höhe, Breite]</translation>
        </message>
        <message>
            <source>test images are %1 of %2, training images in %3 are %4 of %5; choose the files that belong together</source>
            <translation>Testbilder sind %1 von %2, Trainingsbilder in %3 sind %4 von %5; die Dateien wählen, die zusammengehören</translation>
        </message>
        <message>
            <source>holds pixels that are not finite 32-bit numbers; correct the file</source>
            <translation>enthält Bildpunkte, die keine endlichen 32-Bit-Zahlen sind; die Datei berichtigen</translation>
        </message>
        <message>
            <source>%1 is %2; choose %3 to %4</source>
            <translation>%1 ist %2; %3 bis %4 wählen</translation>
        </message>
        <message>
            <source>the number of samples</source>
            <translation>die Zahl der Beispiele</translation>
        </message>
        <message>
            <source>the number of classes</source>
            <translation>die Zahl der Klassen</translation>
        </message>
        <message>
            <source>the size of the images</source>
            <translation>die Größe der Bilder</translation>
        </message>
        <message>
            <source>the length of the sequences</source>
            <translation>die Länge der Folgen</translation>
        </message>
        <message>
            <source>the number of channels</source>
            <translation>die Zahl der Kanäle</translation>
        </message>
        <message>
            <source>names no file of a data set; write dataset:NAME/FILE</source>
            <translation>nennt keine Datei eines Datensatzes; dataset:NAME/DATEI schreiben</translation>
        </message>
        <message>
            <source>was not found in %1; install the package dataset-%2, or name the folder that holds it in GRADWEAVE_DATASETS</source>
            <translation>wurde in %1 nicht gefunden; das Paket dataset-%2 installieren oder den Ordner, in dem es liegt, in GRADWEAVE_DATASETS nennen</translation>
        </message>
        <message>
            <source>lies outside the project's folder %1; move it there, or allow it (--allow-outside)</source>
            <translation>liegt außerhalb des Projektordners %1; dorthin verschieben oder es erlauben (--allow-outside)</translation>
        </message>
        <message>
            <source>no data file is named; choose one</source>
            <translation>keine Datendatei ist genannt; eine wählen</translation>
        </message>
        <message>
            <source>holds a zero byte; choose another file</source>
            <translation>enthält ein Nullbyte; eine andere Datei wählen</translation>
        </message>
        <message>
            <source>the %1 share %2 is not in the range from 0 to below 1</source>
            <translation>der %1-Anteil %2 liegt nicht zwischen 0 und unter 1</translation>
        </message>
        <message>
            <source>character %1</source>
            <translation>Zeichen %1</translation>
        </message>
        <message>
            <source>is no text in UTF-8: byte %1 (counted from 0) begins no character; convert the file</source>
            <translation>ist kein Text in UTF-8: mit Byte %1 (von 0 an gezählt) beginnt kein Zeichen; die Datei umwandeln</translation>
        </message>
        <message>
            <source>has %1 different characters, more than %2; choose a text</source>
            <translation>hat %1 verschiedene Zeichen, mehr als %2; einen Text wählen</translation>
        </message>
        <message>
            <source>a sequence of %1 characters cannot be made; choose 1 to %2</source>
            <translation>eine Folge von %1 Zeichen geht nicht; 1 bis %2 wählen</translation>
        </message>
        <message>
            <source>the distance between sequences is %1; choose 0 or more</source>
            <translation>der Abstand zwischen Folgen ist %1; 0 oder mehr wählen</translation>
        </message>
        <message>
            <source>leaves %1 characters for training, a sequence of %2 needs %3; choose a longer text or shorter sequences</source>
            <translation>lässt %1 Zeichen zum Training, eine Folge von %2 braucht %3; einen längeren Text oder kürzere Folgen wählen</translation>
        </message>
        <message>
            <source>could not be read: %1</source>
            <translation>nicht lesbar: %1</translation>
        </message>
        <message>
            <source>could not be written: %1</source>
            <translation>nicht zu schreiben: %1</translation>
        </message>
        <message>
            <source>is %1, not a file; choose another name</source>
            <translation>ist %1, keine Datei; einen anderen Namen wählen</translation>
        </message>
        <message>
            <source>is %1, not a file; choose a file</source>
            <translation>ist %1, keine Datei; eine Datei wählen</translation>
        </message>
        <message>
            <source>is too large: %1, the most is %2</source>
            <translation>ist zu groß: %1, höchstens gehen %2</translation>
        </message>
        <message>
            <source>the disk quota is used up</source>
            <translation>der zugeteilte Platz auf der Platte ist aufgebraucht</translation>
        </message>
        <message>
            <source>the file would be larger than the system's limit on file sizes</source>
            <translation>die Datei würde größer, als das System Dateien erlaubt</translation>
        </message>
        <message>
            <source>the device reports an input/output error</source>
            <translation>das Laufwerk meldet einen Ein-/Ausgabefehler</translation>
        </message>
        <message>
            <source>its links lead in a circle</source>
            <translation>die Verweise führen im Kreis</translation>
        </message>
        <message>
            <source>the name is too long</source>
            <translation>der Name ist zu lang</translation>
        </message>
        <message>
            <source>error %1</source>
            <translation>Fehler %1</translation>
        </message>
        <message>
            <source>a folder</source>
            <translation>ein Ordner</translation>
        </message>
        <message>
            <source>a device</source>
            <translation>ein Gerät</translation>
        </message>
        <message>
            <source>a pipe</source>
            <translation>eine Pipe</translation>
        </message>
        <message>
            <source>a socket</source>
            <translation>ein Socket</translation>
        </message>
        <message>
            <source>ends at byte %1, %2 bytes were there when it was opened: another program changed it; try again</source>
            <translation>endet bei Byte %1, beim Öffnen waren es %2 Byte: ein anderes Programm hat sie geändert; noch einmal versuchen</translation>
        </message>
        <message>
            <source>the path names no file</source>
            <translation>der Pfad nennt keine Datei</translation>
        </message>
        <message>
            <source>no temporary file could be made beside it</source>
            <translation>daneben ließ sich keine vorläufige Datei anlegen</translation>
        </message>
        <message>
            <source>the file is read-only (%1)</source>
            <translation>die Datei ist schreibgeschützt (%1)</translation>
        </message>
        <message>
            <source>there is no folder %1; create it first</source>
            <translation>den Ordner %1 gibt es nicht; ihn zuerst anlegen</translation>
        </message>
        <message>
            <source>its folder %1 takes no new file: %2</source>
            <translation>der Ordner %1 nimmt keine neue Datei: %2</translation>
        </message>
        <message>
            <source>%1 are needed, %2 are free</source>
            <translation>%1 werden gebraucht, %2 sind frei</translation>
        </message>
        <message>
            <source>%1 are needed</source>
            <translation>%1 werden gebraucht</translation>
        </message>
        <message>
            <source>is written, but its folder could not be synced (%1); a power cut may bring the previous file back</source>
            <translation>ist geschrieben, aber der Ordner ließ sich nicht abgleichen (%1); nach einem Stromausfall kann die vorige Datei wieder da sein</translation>
        </message>
        <message>
            <source>out of memory: %1 were refused</source>
            <translation>der Speicher ist voll: %1 wurden verweigert</translation>
        </message>
        <message>
            <source>an array</source>
            <translation>ein Feld</translation>
        </message>
        <message>
            <source>not valid JSON at line %1, column %2: %3</source>
            <translation>kein gültiges JSON in Zeile %1, Spalte %2: %3</translation>
        </message>
        <message>
            <source>syntax error while parsing %1 - %2</source>
            <translation>Schreibfehler beim Lesen (%1): %2</translation>
        </message>
        <message>
            <source>unexpected end of input</source>
            <translation>der Text endet zu früh</translation>
        </message>
        <message>
            <source>unexpected %1</source>
            <translation>unerwartet %1</translation>
        </message>
        <message>
            <source>invalid literal</source>
            <translation>ungültiges Wort</translation>
        </message>
        <message>
            <source>invalid string</source>
            <translation>ungültiger Text</translation>
        </message>
        <message>
            <source>invalid number</source>
            <translation>ungültige Zahl</translation>
        </message>
        <message>
            <source>ill-formed UTF-8 byte</source>
            <translation>ungültiges UTF-8-Byte</translation>
        </message>
        <message>
            <source>missing closing quote</source>
            <translation>das schließende Anführungszeichen fehlt</translation>
        </message>
        <message>
            <source>expected [ or {</source>
            <translation>hier gehört [ oder { hin</translation>
        </message>
        <message>
            <source>expected %1</source>
            <translation>hier gehört %1 hin</translation>
        </message>
        <message>
            <source>an integer does not fit in 64 bits</source>
            <translation>eine ganze Zahl passt nicht in 64 Bit</translation>
        </message>
        <message>
            <source>a number is too large</source>
            <translation>eine Zahl ist zu groß</translation>
        </message>
        <message>
            <source>binary data</source>
            <translation>Binärdaten</translation>
        </message>
        <message>
            <source>the key &quot;%1&quot; stands twice in one object</source>
            <translation>der Schlüssel „%1“ steht zweimal in einem Objekt</translation>
        </message>
        <message>
            <source>nesting deeper than %1 levels</source>
            <translation>tiefer als %1 Ebenen verschachtelt</translation>
        </message>
        <message>
            <source>the member &quot;%1&quot; is missing</source>
            <translation>der Eintrag „%1“ fehlt</translation>
        </message>
        <message>
            <source>a zero byte</source>
            <translation>ein Nullbyte</translation>
        </message>
        <message>
            <source>an object</source>
            <translation>ein Objekt</translation>
        </message>
        <message>
            <source>a text</source>
            <translation>ein Text</translation>
        </message>
        <message>
            <source>a list</source>
            <translation>eine Liste</translation>
        </message>
        <message>
            <source>ends within %1; it was cut short or is no IDX file</source>
            <translation>endet innerhalb von %1; sie wurde abgeschnitten oder ist keine IDX-Datei</translation>
        </message>
        <message>
            <source>names the element type %1 at byte 2; IDX knows 8, 9, 11, 12, 13 and 14</source>
            <translation>nennt bei Byte 2 den Elementtyp %1; IDX kennt 8, 9, 11, 12, 13 und 14</translation>
        </message>
        <message>
            <source>promises %1 elements, %2, which cannot be packed into a file this small; it is damaged</source>
            <translation>verspricht %1 Elemente, %2, die in eine so kleine Datei nicht hineingehen; sie ist beschädigt</translation>
        </message>
        <message>
            <source>promises %1 elements, %2 bytes with its header, but has %3; it was cut short</source>
            <translation>verspricht %1 Elemente, mit Kopf %2 Byte, hat aber %3; sie wurde abgeschnitten</translation>
        </message>
        <message>
            <source>promises %1 elements, %2 bytes with its header, but has %3; it is damaged</source>
            <translation>verspricht %1 Elemente, mit Kopf %2 Byte, hat aber %3; sie ist beschädigt</translation>
        </message>
        <message>
            <source>promises %1 elements, %2 bytes, but holds %3; it was cut short</source>
            <translation>verspricht %1 Elemente, %2 Byte, enthält aber %3; sie wurde abgeschnitten</translation>
        </message>
        <message>
            <source>promises %1 elements, %2 bytes, but %3</source>
            <translation>verspricht %1 Elemente, %2 Byte, aber %3</translation>
        </message>
        <message>
            <source>its first four bytes</source>
            <translation>den ersten vier Byte</translation>
        </message>
        <message>
            <source>its sizes</source>
            <translation>den Größen</translation>
        </message>
        <message>
            <source>is no IDX file: it does not begin with two zero bytes</source>
            <translation>ist keine IDX-Datei: sie beginnt nicht mit zwei Nullbytes</translation>
        </message>
        <message>
            <source>the array in %1</source>
            <translation>das Feld in %1</translation>
        </message>
        <message>
            <source>its NPY header would have %1 bytes, the most is %2; the file is damaged</source>
            <translation>der NPY-Kopf hätte %1 Byte, höchstens gehen %2; die Datei ist beschädigt</translation>
        </message>
        <message>
            <source>its NPY header of %1 bytes reaches past the end of the file; it was cut short</source>
            <translation>der NPY-Kopf von %1 Byte reicht über das Ende der Datei hinaus; sie wurde abgeschnitten</translation>
        </message>
        <message>
            <source>its NPY header %1</source>
            <translation>der NPY-Kopf %1</translation>
        </message>
        <message>
            <source>holds the key &quot;%1&quot; that the format does not know</source>
            <translation>enthält den Schlüssel „%1“, den das Format nicht kennt</translation>
        </message>
        <message>
            <source>has more after its end, at byte %1</source>
            <translation>geht nach seinem Ende weiter, bei Byte %1</translation>
        </message>
        <message>
            <source>lacks one of the keys descr, fortran_order and shape</source>
            <translation>lässt einen der Schlüssel descr, fortran_order und shape aus</translation>
        </message>
        <message>
            <source>has &quot;%1&quot; at byte %2 where %3 should stand</source>
            <translation>hat „%1“ bei Byte %2, wo %3 stehen müsste</translation>
        </message>
        <message>
            <source>has its end at byte %1 where %2 should stand</source>
            <translation>endet bei Byte %1, wo %2 stehen müsste</translation>
        </message>
        <message>
            <source>holds the key &quot;%1&quot; twice</source>
            <translation>enthält den Schlüssel „%1“ zweimal</translation>
        </message>
        <message>
            <source>has a text without an end</source>
            <translation>hat einen Text ohne Ende</translation>
        </message>
        <message>
            <source>has a text with escapes</source>
            <translation>hat einen Text mit Sonderzeichen</translation>
        </message>
        <message>
            <source>holds records of several fields; save each field as an array</source>
            <translation>enthält Datensätze aus mehreren Feldern; jedes Feld für sich speichern</translation>
        </message>
        <message>
            <source>the element type in quotes</source>
            <translation>der Elementtyp in Anführungszeichen</translation>
        </message>
        <message>
            <source>True or False</source>
            <translation>True oder False</translation>
        </message>
        <message>
            <source>holds elements of NumPy's type &quot;%1&quot;: %2; save it as float32 with array.astype(&quot;float32&quot;)</source>
            <translation>enthält Elemente von NumPys Typ „%1“: %2; mit array.astype(&quot;float32&quot;) als float32 speichern</translation>
        </message>
        <message>
            <source>holds elements of NumPy's type &quot;%1&quot;; save it as float32 with array.astype(&quot;float32&quot;)</source>
            <translation>enthält Elemente von NumPys Typ „%1“; mit array.astype(&quot;float32&quot;) als float32 speichern</translation>
        </message>
        <message>
            <source>Python objects are stored as a program, which is never run</source>
            <translation>Python-Objekte sind als Programm gespeichert, das nie ausgeführt wird</translation>
        </message>
        <message>
            <source>complex numbers</source>
            <translation>komplexe Zahlen</translation>
        </message>
        <message>
            <source>raw bytes</source>
            <translation>rohe Bytes</translation>
        </message>
        <message>
            <source>dates and times</source>
            <translation>Datum und Zeit</translation>
        </message>
        <message>
            <source>does not say the byte order of its elements: &quot;%1&quot;</source>
            <translation>sagt nicht, in welcher Reihenfolge die Bytes seiner Elemente stehen: „%1“</translation>
        </message>
        <message>
            <source>is no NPY file: it does not begin with \x93NUMPY</source>
            <translation>ist keine NPY-Datei: sie beginnt nicht mit \x93NUMPY</translation>
        </message>
        <message>
            <source>is NPY version %1, versions 1.0, 2.0 and 3.0 are read</source>
            <translation>ist NPY-Version %1, gelesen werden 1.0, 2.0 und 3.0</translation>
        </message>
        <message>
            <source>its header promises %1 bytes of data for %2 elements, %3 are there; it was cut short</source>
            <translation>der Kopf verspricht %1 Byte Daten für %2 Elemente, %3 sind da; die Datei wurde abgeschnitten</translation>
        </message>
        <message>
            <source>tensor &quot;%1&quot;</source>
            <translation>Tensor „%1“</translation>
        </message>
        <message>
            <source>the tensors of %1</source>
            <translation>die Tensoren von %1</translation>
        </message>
        <message>
            <source>a name or text that should go into it is not UTF-8, after &quot;%1&quot;</source>
            <translation>ein Name oder Text, der hinein soll, ist kein UTF-8, nach „%1“</translation>
        </message>
        <message>
            <source>a tensor cannot be named &quot;__metadata__&quot; in it; rename the tensor</source>
            <translation>darin kann kein Tensor „__metadata__“ heißen; den Tensor umbenennen</translation>
        </message>
        <message>
            <source>its header would have %1, headers of up to %2 can be read again</source>
            <translation>der Kopf hätte %1, lesbar sind Köpfe bis %2</translation>
        </message>
        <message>
            <source>its header does not begin with '{'</source>
            <translation>der Kopf beginnt nicht mit '{'</translation>
        </message>
        <message>
            <source>its header is no JSON object</source>
            <translation>der Kopf ist kein JSON-Objekt</translation>
        </message>
        <message>
            <source>its header is %1</source>
            <translation>der Kopf ist %1</translation>
        </message>
        <message>
            <source>has %1; a safetensors file begins with 8 bytes that give its header's length</source>
            <translation>hat %1; eine safetensors-Datei beginnt mit 8 Byte, die die Länge ihres Kopfs angeben</translation>
        </message>
        <message>
            <source>its first 8 bytes give a header of %1 bytes, the format allows 100,000,000; it is no safetensors file</source>
            <translation>die ersten 8 Byte nennen einen Kopf von %1 Byte, das Format erlaubt 100.000.000; es ist keine safetensors-Datei</translation>
        </message>
        <message>
            <source>its header of %1 bytes is longer than the %2 bytes that follow; the file was cut short</source>
            <translation>der Kopf von %1 Byte ist länger als die %2 Byte, die folgen; die Datei wurde abgeschnitten</translation>
        </message>
        <message>
            <source>its header has %1, headers of up to %2 are read; split it into several files</source>
            <translation>der Kopf hat %1, gelesen werden Köpfe bis %2; die Datei in mehrere teilen</translation>
        </message>
        <message>
            <source>the header of %1</source>
            <translation>der Kopf von %1</translation>
        </message>
        <message>
            <source>&quot;__metadata__&quot; is no object of texts</source>
            <translation>„__metadata__“ ist kein Objekt aus Texten</translation>
        </message>
        <message>
            <source>&quot;__metadata__&quot; holds something else than a text under &quot;%1&quot;</source>
            <translation>„__metadata__“ enthält unter „%1“ etwas anderes als einen Text</translation>
        </message>
        <message>
            <source>has no &quot;%1&quot;</source>
            <translation>hat kein „%1“</translation>
        </message>
        <message>
            <source>a size in its &quot;shape&quot; is no non-negative whole number</source>
            <translation>eine Größe in seinem „shape“ ist keine ganze Zahl ab 0</translation>
        </message>
        <message>
            <source>its first offset is no non-negative whole number</source>
            <translation>sein erster Offset ist keine ganze Zahl ab 0</translation>
        </message>
        <message>
            <source>its second offset is no non-negative whole number</source>
            <translation>sein zweiter Offset ist keine ganze Zahl ab 0</translation>
        </message>
        <message>
            <source>%1 is no non-negative whole number</source>
            <translation>%1 ist keine ganze Zahl ab 0</translation>
        </message>
        <message>
            <source>its entry is no object</source>
            <translation>sein Eintrag ist kein Objekt</translation>
        </message>
        <message>
            <source>its &quot;dtype&quot; is no text</source>
            <translation>sein „dtype“ ist kein Text</translation>
        </message>
        <message>
            <source>safetensors has no element type &quot;%1&quot;</source>
            <translation>safetensors hat keinen Elementtyp „%1“</translation>
        </message>
        <message>
            <source>its &quot;shape&quot; is no list</source>
            <translation>sein „shape“ ist keine Liste</translation>
        </message>
        <message>
            <source>its &quot;data_offsets&quot; is no list of two numbers</source>
            <translation>seine „data_offsets“ sind keine Liste aus zwei Zahlen</translation>
        </message>
        <message>
            <source>has more elements than can be counted</source>
            <translation>hat mehr Elemente, als sich zählen lassen</translation>
        </message>
        <message>
            <source>%1 elements of %2 bits do not fill whole bytes</source>
            <translation>%1 Elemente von %2 Bit füllen keine ganzen Bytes</translation>
        </message>
        <message>
            <source>its offsets %1 run backwards</source>
            <translation>seine Offsets %1 laufen rückwärts</translation>
        </message>
        <message>
            <source>its offsets %1 span %2 bytes, its shape and type need %3</source>
            <translation>seine Offsets %1 umfassen %2 Byte, Form und Typ brauchen %3</translation>
        </message>
        <message>
            <source>the element type %1 is not supported</source>
            <translation>der Elementtyp %1 wird nicht unterstützt</translation>
        </message>
        <message>
            <source>its offsets %1 lie outside the %2 bytes of data; the file was cut short</source>
            <translation>seine Offsets %1 liegen außerhalb der %2 Byte Daten; die Datei wurde abgeschnitten</translation>
        </message>
        <message>
            <source>its offsets %1 overlap tensor &quot;%2&quot;</source>
            <translation>seine Offsets %1 überschneiden Tensor „%2“</translation>
        </message>
        <message>
            <source>its offsets %1 leave a hole: bytes %2 belong to no tensor</source>
            <translation>seine Offsets %1 lassen eine Lücke: die Bytes %2 gehören zu keinem Tensor</translation>
        </message>
        <message>
            <source>its tensors take %1 bytes, but %2 follow the header; the rest belongs to no tensor</source>
            <translation>die Tensoren belegen %1 Byte, aber %2 folgen dem Kopf; der Rest gehört zu keinem Tensor</translation>
        </message>
        <message>
            <source>there is no memory to inflate it</source>
            <translation>zum Entpacken fehlt der Speicher</translation>
        </message>
        <message>
            <source>other data follow its compressed data at byte %1; the file is damaged</source>
            <translation>auf die gepackten Daten folgen bei Byte %1 andere; die Datei ist beschädigt</translation>
        </message>
        <message>
            <source>its compressed data end early, at byte %1; the file was cut short, get it again</source>
            <translation>die gepackten Daten enden zu früh, bei Byte %1; die Datei wurde abgeschnitten, neu beschaffen</translation>
        </message>
        <message>
            <source>its compressed data are damaged near byte %1 (%2); get the file again</source>
            <translation>die gepackten Daten sind nahe Byte %1 beschädigt (%2); die Datei neu beschaffen</translation>
        </message>
        <message>
            <source>no details</source>
            <translation>ohne Einzelheiten</translation>
        </message>
        <message>
            <source>The plug-in %1 was not loaded: %2.</source>
            <translation>Die Erweiterung %1 wurde nicht geladen: %2.</translation>
        </message>
        <message>
            <source>its entry point returns nothing</source>
            <translation>ihr Einsprungpunkt gibt nichts zurück</translation>
        </message>
        <message>
            <source>it is no Gradweave plug-in (its magic number is wrong)</source>
            <translation>sie ist keine Gradweave-Erweiterung (ihre Kennzahl ist falsch)</translation>
        </message>
        <message>
            <source>it was made for version %1 of the plug-in interface, this program has version %2</source>
            <translation>sie wurde für Version %1 der Schnittstelle gemacht, dieses Programm hat Version %2</translation>
        </message>
        <message>
            <source>its description has %1 bytes instead of %2</source>
            <translation>ihre Beschreibung hat %1 Byte statt %2</translation>
        </message>
        <message>
            <source>it has no name or version</source>
            <translation>sie hat keinen Namen oder keine Version</translation>
        </message>
        <message>
            <source>it claims to have %1 blocks</source>
            <translation>sie will %1 Blöcke haben</translation>
        </message>
        <message>
            <source>its block %1 has no id, title or help</source>
            <translation>ihr Block %1 hat keine Kennung, keinen Titel oder keine Hilfe</translation>
        </message>
        <message>
            <source>its block %1 has no shape or build function</source>
            <translation>ihr Block %1 hat keine Funktion für die Form oder den Aufbau</translation>
        </message>
        <message>
            <source>its block %1 has an impossible number of inputs or settings</source>
            <translation>ihr Block %1 hat eine unmögliche Zahl von Eingängen oder Einstellungen</translation>
        </message>
        <message>
            <source>its block %1 has an input without a name</source>
            <translation>ihr Block %1 hat einen Eingang ohne Namen</translation>
        </message>
        <message>
            <source>its block %1 has a setting without key or label</source>
            <translation>ihr Block %1 hat eine Einstellung ohne Schlüssel oder Beschriftung</translation>
        </message>
        <message>
            <source>it cannot be loaded (%1)</source>
            <translation>sie lässt sich nicht laden (%1)</translation>
        </message>
        <message>
            <source>it does not export %1</source>
            <translation>sie bietet %1 nicht an</translation>
        </message>
        <message>
            <source>it threw an exception</source>
            <translation>sie warf eine Ausnahme</translation>
        </message>
        <message>
            <source>it could not be tried (no pipe)</source>
            <translation>sie ließ sich nicht erproben (keine Pipe)</translation>
        </message>
        <message>
            <source>it could not be tried (no process)</source>
            <translation>sie ließ sich nicht erproben (kein Prozess)</translation>
        </message>
        <message>
            <source>it did not answer within %1 seconds</source>
            <translation>sie antwortete nicht innerhalb von %1 Sekunden</translation>
        </message>
        <message>
            <source>it crashes when it is loaded (%1)</source>
            <translation>sie stürzt beim Laden ab (%1)</translation>
        </message>
        <message>
            <source>it ends the program when it is loaded</source>
            <translation>sie beendet beim Laden das Programm</translation>
        </message>
        <message>
            <source>there is a block &quot;%1&quot; already</source>
            <translation>einen Block „%1“ gibt es schon</translation>
        </message>
        <message>
            <source>a tensor of this number does not exist</source>
            <translation>einen Tensor mit dieser Nummer gibt es nicht</translation>
        </message>
        <message>
            <source>there is no operation &quot;%1&quot;</source>
            <translation>eine Operation „%1“ gibt es nicht</translation>
        </message>
        <message>
            <source>a list of axes is not valid</source>
            <translation>eine Liste von Achsen ist ungültig</translation>
        </message>
        <message>
            <source>an input of this number does not exist</source>
            <translation>einen Eingang mit dieser Nummer gibt es nicht</translation>
        </message>
        <message>
            <source>%1 computes with f32; this wire carries %2 of type %3.</source>
            <translation>%1 rechnet mit f32; diese Leitung führt %2 vom Typ %3.</translation>
        </message>
        <message>
            <source>%1: the plug-in threw an exception.</source>
            <translation>%1: die Erweiterung warf eine Ausnahme.</translation>
        </message>
        <message>
            <source>the plug-in threw an exception</source>
            <translation>die Erweiterung warf eine Ausnahme</translation>
        </message>
        <message>
            <source>%1: the plug-in refuses these inputs.</source>
            <translation>%1: die Erweiterung lehnt diese Eingänge ab.</translation>
        </message>
        <message>
            <source>%1: the plug-in gives a tensor of %2 axes.</source>
            <translation>%1: die Erweiterung liefert einen Tensor mit %2 Achsen.</translation>
        </message>
        <message>
            <source>%1: the plug-in gives an axis of size %2.</source>
            <translation>%1: die Erweiterung liefert eine Achse der Größe %2.</translation>
        </message>
        <message>
            <source>%1: the plug-in has %2 parameters.</source>
            <translation>%1: die Erweiterung hat %2 Parameter.</translation>
        </message>
        <message>
            <source>%1: a parameter of the plug-in has no name.</source>
            <translation>%1: ein Parameter der Erweiterung hat keinen Namen.</translation>
        </message>
        <message>
            <source>the plug-in gave no result</source>
            <translation>die Erweiterung lieferte kein Ergebnis</translation>
        </message>
        <message>
            <source>An input.</source>
            <translation>Ein Eingang.</translation>
        </message>
        <message>
            <source>The result.</source>
            <translation>Das Ergebnis.</translation>
        </message>
        <message>
            <source>what training keeps on %1 needs %2, and the device, which has %3, has no more (%4): use a smaller batch, or the device cpu</source>
            <translation>was das Training auf %1 behält, braucht %2, und das Gerät mit %3 hat keinen Platz mehr (%4): Nehmen Sie einen kleineren Stapel oder das Gerät cpu</translation>
        </message>
        <message>
            <source>the driver of %1 does not compile a program of ours (block &quot;%2&quot;): &quot;%3&quot;; the whole log is in %4; choose the device cpu</source>
            <translation>der Treiber von %1 übersetzt ein Programm von uns nicht (Block „%2“): „%3“; das ganze Protokoll steht in %4; das Gerät cpu wählen</translation>
        </message>
        <message>
            <source>the driver of %1 does not compile a program of ours (block &quot;%2&quot;): &quot;%3&quot;; choose the device cpu</source>
            <translation>der Treiber von %1 übersetzt ein Programm von uns nicht (Block „%2“): „%3“; das Gerät cpu wählen</translation>
        </message>
        <message>
            <source>the driver of %1 does not compile a program of ours: &quot;%2&quot;; the whole log is in %3; choose the device cpu</source>
            <translation>der Treiber von %1 übersetzt ein Programm von uns nicht: „%2“; das ganze Protokoll steht in %3; das Gerät cpu wählen</translation>
        </message>
        <message>
            <source>the driver of %1 does not compile a program of ours: &quot;%2&quot;; choose the device cpu</source>
            <translation>der Treiber von %1 übersetzt ein Programm von uns nicht: „%2“; das Gerät cpu wählen</translation>
        </message>
        <message>
            <source>the whole log is in %1</source>
            <translation>das ganze Protokoll steht in %1</translation>
        </message>
        <message>
            <source>the OpenCL loader (package ocl-icd-libopencl1) is not installed</source>
            <translation>der OpenCL-Lader (Paket ocl-icd-libopencl1) ist nicht installiert</translation>
        </message>
        <message>
            <source>the OpenCL loader is older than OpenCL 1.2: it lacks cl%1</source>
            <translation>der OpenCL-Lader ist älter als OpenCL 1.2: ihm fehlt cl%1</translation>
        </message>
        <message>
            <source>CLBlast's product failed with %1 on %2</source>
            <translation>das Produkt von CLBlast scheiterte mit %1 auf %2</translation>
        </message>
        <message>
            <source>CLBlast (package libclblast1) is not installed</source>
            <translation>CLBlast (Paket libclblast1) ist nicht installiert</translation>
        </message>
        <message>
            <source>CLBlast computes wrong products on this device (%1 of 6300 elements)</source>
            <translation>CLBlast rechnet auf diesem Gerät falsche Produkte (%1 von 6300 Elementen)</translation>
        </message>
        <message>
            <source>no device found</source>
            <translation>kein Gerät gefunden</translation>
        </message>
        <message>
            <source>the device is not available</source>
            <translation>das Gerät ist nicht verfügbar</translation>
        </message>
        <message>
            <source>the driver has no compiler</source>
            <translation>der Treiber hat keinen Übersetzer</translation>
        </message>
        <message>
            <source>the device has no memory left</source>
            <translation>das Gerät hat keinen Speicher mehr</translation>
        </message>
        <message>
            <source>out of resources</source>
            <translation>die Mittel des Geräts sind erschöpft</translation>
        </message>
        <message>
            <source>out of memory</source>
            <translation>der Speicher ist voll</translation>
        </message>
        <message>
            <source>the program does not build</source>
            <translation>das Programm lässt sich nicht übersetzen</translation>
        </message>
        <message>
            <source>the device was lost</source>
            <translation>das Gerät ging verloren</translation>
        </message>
        <message>
            <source>the context was lost</source>
            <translation>die Verbindung zum Gerät ging verloren</translation>
        </message>
        <message>
            <source>an argument is missing</source>
            <translation>ein Argument fehlt</translation>
        </message>
        <message>
            <source>the device does not take work groups of this size</source>
            <translation>das Gerät nimmt keine Arbeitsgruppen dieser Größe</translation>
        </message>
        <message>
            <source>the buffer is larger than the device allows</source>
            <translation>der Puffer ist größer, als das Gerät erlaubt</translation>
        </message>
        <message>
            <source>no OpenCL driver is installed (pocl-opencl-icd computes on the processor; for a graphics card, its maker's driver)</source>
            <translation>kein OpenCL-Treiber ist installiert (pocl-opencl-icd rechnet auf dem Prozessor; für eine Grafikkarte den Treiber ihres Herstellers)</translation>
        </message>
        <message>
            <source>no OpenCL driver is installed</source>
            <translation>kein OpenCL-Treiber ist installiert</translation>
        </message>
        <message>
            <source>an error of OpenCL</source>
            <translation>ein Fehler von OpenCL</translation>
        </message>
        <message>
            <source>%1 has not answered for %2 seconds: it is taken for lost</source>
            <translation>%1 hat seit %2 Sekunden nicht geantwortet: es gilt als verloren</translation>
        </message>
        <message>
            <source>a command of the queue</source>
            <translation>ein Befehl in der Warteschlange</translation>
        </message>
        <message>
            <source>the helper that asks OpenCL's drivers wrote &quot;%1&quot; where a number belongs</source>
            <translation>das Hilfsprogramm, das die OpenCL-Treiber fragt, schrieb „%1“, wo eine Zahl hingehört</translation>
        </message>
        <message>
            <source>the helper that asks OpenCL's drivers wrote a line that is no device: &quot;%1&quot;</source>
            <translation>das Hilfsprogramm, das die OpenCL-Treiber fragt, schrieb eine Zeile, die kein Gerät ist: „%1“</translation>
        </message>
        <message>
            <source>the helper gradweave_opencl_probe, which asks OpenCL's drivers, is not installed with the program</source>
            <translation>das Hilfsprogramm gradweave_opencl_probe, das die OpenCL-Treiber fragt, ist nicht mit dem Programm installiert</translation>
        </message>
        <message>
            <source>a driver of OpenCL did not answer within 30 seconds</source>
            <translation>ein OpenCL-Treiber antwortete nicht innerhalb von 30 Sekunden</translation>
        </message>
        <message>
            <source>the installed OpenCL drivers know no device</source>
            <translation>die installierten OpenCL-Treiber kennen kein Gerät</translation>
        </message>
        <message>
            <source>a driver of OpenCL crashed while it was asked for its devices</source>
            <translation>ein OpenCL-Treiber stürzte ab, als er nach seinen Geräten gefragt wurde</translation>
        </message>
        <message>
            <source>the program's arena</source>
            <translation>der Arbeitsbereich des Programms</translation>
        </message>
        <message>
            <source>the program's workspace</source>
            <translation>der Zwischenspeicher des Programms</translation>
        </message>
        <message>
            <source>block &quot;%1&quot; computes with double precision, which this device does not have; choose the device cpu</source>
            <translation>Block „%1“ rechnet mit doppelter Genauigkeit, die dieses Gerät nicht hat; das Gerät cpu wählen</translation>
        </message>
        <message>
            <source>%1 computes with double precision, which this device does not have; choose the device cpu</source>
            <translation>%1 rechnet mit doppelter Genauigkeit, die dieses Gerät nicht hat; das Gerät cpu wählen</translation>
        </message>
        <message>
            <source>the device &quot;%1&quot; (%2) is not used: %3; another driver may be right</source>
            <translation>das Gerät „%1“ (%2) wird nicht benutzt: %3; ein anderer Treiber mag der richtige sein</translation>
        </message>
        <message>
            <source>its matrix products are wrong: %1</source>
            <translation>seine Matrixprodukte sind falsch: %1</translation>
        </message>
        <message>
            <source>element %1 of %2 is %3 instead of %4</source>
            <translation>Element %1 von %2 ist %3 statt %4</translation>
        </message>
        <message>
            <source>it computes wrong results</source>
            <translation>es rechnet falsch</translation>
        </message>
        <message>
            <source>%1, %2 of memory free</source>
            <translation>%1, %2 Speicher frei</translation>
        </message>
        <message>
            <source>%1, %2 unit, %3, no double precision, driver %4</source>
            <translation>%1, %2 Einheit, %3, keine doppelte Genauigkeit, Treiber %4</translation>
        </message>
        <message>
            <source>%1, %2 units, %3, no double precision, driver %4</source>
            <translation>%1, %2 Einheiten, %3, keine doppelte Genauigkeit, Treiber %4</translation>
        </message>
        <message>
            <source>%1, %2 unit, %3, driver %4</source>
            <translation>%1, %2 Einheit, %3, Treiber %4</translation>
        </message>
        <message>
            <source>%1, %2 units, %3, driver %4</source>
            <translation>%1, %2 Einheiten, %3, Treiber %4</translation>
        </message>
        <message>
            <source>the device &quot;%1&quot; has nothing to tune: choose an OpenCL device</source>
            <translation>am Gerät „%1“ ist nichts einzustellen: ein OpenCL-Gerät wählen</translation>
        </message>
        <message>
            <source>the measurements could not be written to the cache folder, and hold for this process only</source>
            <translation>die Messungen ließen sich nicht in den Zwischenspeicherordner schreiben und gelten nur für diesen Lauf</translation>
        </message>
        <message>
            <source>CLBlast is not used: %1</source>
            <translation>CLBlast wird nicht benutzt: %1</translation>
        </message>
        <message>
            <source>products by whichever was measured to be faster</source>
            <translation>Produkte mit dem, was als schneller gemessen wurde</translation>
        </message>
        <message>
            <source>products by the engine's kernels; selftest --tune measures CLBlast</source>
            <translation>Produkte mit den eigenen Kernen; selftest --tune misst CLBlast</translation>
        </message>
        <message>
            <source>compiling for %1: %2 of %3 kernels</source>
            <translation>Übersetzen für %1: %2 von %3 Kernen</translation>
        </message>
        <message>
            <source>%1 failed with %2 (%3)</source>
            <translation>%1 scheiterte mit %2 (%3)</translation>
        </message>
        <message>
            <source>it is no ONNX file, or a damaged one: its bytes do not parse</source>
            <translation>das ist keine ONNX-Datei oder eine beschädigte: ihre Bytes ergeben keinen Sinn</translation>
        </message>
        <message>
            <source>it is no ONNX model: it has no graph or no operator set</source>
            <translation>das ist kein ONNX-Modell: ihm fehlt der Graph oder der Operatorsatz</translation>
        </message>
        <message>
            <source>it has %1; an ONNX file has at most 2 GB, with larger data beside it</source>
            <translation>sie hat %1; eine ONNX-Datei hat höchstens 2 GB, größere Daten liegen daneben</translation>
        </message>
        <message>
            <source>it has more than 2 GB</source>
            <translation>sie hat mehr als 2 GB</translation>
        </message>
        <message>
            <source>the model's data</source>
            <translation>die Daten des Modells</translation>
        </message>
        <message>
            <source>the model</source>
            <translation>das Modell</translation>
        </message>
        <message>
            <source>sparse initialisers are not supported</source>
            <translation>dünn besetzte Anfangswerte werden nicht unterstützt</translation>
        </message>
        <message>
            <source>there are two initialisers &quot;%1&quot;</source>
            <translation>es gibt zwei Anfangswerte „%1“</translation>
        </message>
        <message>
            <source>a node's operator is called &quot;%1&quot;, which is no name</source>
            <translation>der Operator eines Knotens heißt „%1“, das ist kein Name</translation>
        </message>
        <message>
            <source>&quot;%1&quot; has an axis of size %2</source>
            <translation>„%1“ hat eine Achse der Größe %2</translation>
        </message>
        <message>
            <source>there are two attributes &quot;%1&quot;</source>
            <translation>es gibt zwei Attribute „%1“</translation>
        </message>
        <message>
            <source>attribute &quot;%1&quot; is of a kind (%2) that is not supported</source>
            <translation>das Attribut „%1“ ist von einer Art (%2), die nicht unterstützt wird</translation>
        </message>
        <message>
            <source>attribute &quot;%1&quot; is of the wrong type</source>
            <translation>das Attribut „%1“ ist vom falschen Typ</translation>
        </message>
        <message>
            <source>attribute &quot;%1&quot; is missing</source>
            <translation>das Attribut „%1“ fehlt</translation>
        </message>
        <message>
            <source>subgraph &quot;%1&quot; is missing</source>
            <translation>der Teilgraph „%1“ fehlt</translation>
        </message>
        <message>
            <source>%1 gives &quot;%2&quot;, which something else gives already</source>
            <translation>%1 liefert „%2“, das schon etwas anderes liefert</translation>
        </message>
        <message>
            <source>%1 uses &quot;%2&quot;, which nothing before it gives: the nodes are out of order, form a cycle, or one is missing</source>
            <translation>%1 benutzt „%2“, das nichts davor liefert: die Knoten sind in falscher Reihenfolge, bilden einen Kreis, oder einer fehlt</translation>
        </message>
        <message>
            <source>the output &quot;%1&quot; is given by no node</source>
            <translation>den Ausgang „%1“ liefert kein Knoten</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is given by no node</source>
            <translation>„%1“ liefert kein Knoten</translation>
        </message>
        <message>
            <source>graph input &quot;%1&quot;</source>
            <translation>Eingang „%1“ des Graphen</translation>
        </message>
        <message>
            <source>initialiser &quot;%1&quot;</source>
            <translation>Anfangswert „%1“</translation>
        </message>
        <message>
            <source>attribute &quot;%1&quot;</source>
            <translation>Attribut „%1“</translation>
        </message>
        <message>
            <source>node &quot;%1&quot;</source>
            <translation>Knoten „%1“</translation>
        </message>
        <message>
            <source>external data has %1 bytes instead of %2</source>
            <translation>die Daten daneben haben %1 Byte statt %2</translation>
        </message>
        <message>
            <source>external data: %1 is &quot;%2&quot;</source>
            <translation>Daten daneben: %1 ist „%2“</translation>
        </message>
        <message>
            <source>its data lies in another file, which is not read from here</source>
            <translation>seine Daten liegen in einer anderen Datei, die von hier nicht gelesen wird</translation>
        </message>
        <message>
            <source>its data is to be read from &quot;%1&quot;, which is no file inside the model's folder</source>
            <translation>seine Daten sollen aus „%1“ kommen, keiner Datei im Ordner des Modells</translation>
        </message>
        <message>
            <source>%1 has %2 bytes; %3 from byte %4 on were wanted</source>
            <translation>%1 hat %2 Byte; gebraucht wurden %3 ab Byte %4</translation>
        </message>
        <message>
            <source>it is cut into segments, which nobody writes any more</source>
            <translation>er ist in Abschnitte geteilt, wie sie niemand mehr schreibt</translation>
        </message>
        <message>
            <source>it has %1 %2 where %3 needs %4</source>
            <translation>er hat %1 %2, wo %3 %4 braucht</translation>
        </message>
        <message>
            <source>a uint64 of 2^63 or more cannot be held here</source>
            <translation>ein uint64 ab 2^63 passt hier nicht</translation>
        </message>
        <message>
            <source>elements of type %1 are not written</source>
            <translation>Elemente vom Typ %1 werden nicht geschrieben</translation>
        </message>
        <message>
            <source>elements of type %1 are not supported here</source>
            <translation>Elemente vom Typ %1 werden hier nicht unterstützt</translation>
        </message>
        <message>
            <source>there is no parameter &quot;%1&quot;</source>
            <translation>einen Parameter „%1“ gibt es nicht</translation>
        </message>
        <message>
            <source>it draws random numbers</source>
            <translation>er zieht Zufallszahlen</translation>
        </message>
        <message>
            <source>the network has no output; add an Output block or a loss</source>
            <translation>das Netz hat keinen Ausgang; einen Output-Block oder einen Verlust hinzufügen</translation>
        </message>
        <message>
            <source>ONNX has nothing for a block of this network: %1</source>
            <translation>ONNX hat nichts für einen Block dieses Netzes: %1</translation>
        </message>
        <message>
            <source>ONNX has nothing for blocks of this network: %1</source>
            <translation>ONNX hat nichts für Blöcke dieses Netzes: %1</translation>
        </message>
        <message>
            <source>ONNX has nothing for its operation %1</source>
            <translation>ONNX hat nichts für seine Operation %1</translation>
        </message>
        <message>
            <source>the weights lack &quot;%1&quot;, which the network needs</source>
            <translation>in den Gewichten fehlt „%1“, das das Netz braucht</translation>
        </message>
        <message>
            <source>it sorts the batch, whose size is open</source>
            <translation>er sortiert den Stapel, dessen Größe offen ist</translation>
        </message>
        <message>
            <source>ScatterElements has no %1 in operator set %2</source>
            <translation>ScatterElements hat kein %1 im Operatorsatz %2</translation>
        </message>
        <message>
            <source>ScatterElements always counts what was there</source>
            <translation>ScatterElements zählt immer mit, was da war</translation>
        </message>
        <message>
            <source>two axes hold the batch</source>
            <translation>zwei Achsen enthalten den Stapel</translation>
        </message>
        <message>
            <source>an axis of several batches is repeated</source>
            <translation>eine Achse aus mehreren Stapeln wird wiederholt</translation>
        </message>
        <message>
            <source>a part of the batch is taken</source>
            <translation>ein Teil des Stapels wird genommen</translation>
        </message>
        <message>
            <source>the model has %1 of weights; an ONNX file holds at most 2 GB</source>
            <translation>das Modell hat %1 Gewichte; eine ONNX-Datei fasst höchstens 2 GB</translation>
        </message>
        <message>
            <source>the model could not be written</source>
            <translation>das Modell ließ sich nicht schreiben</translation>
        </message>
        <message>
            <source>the model has no input &quot;%1&quot;</source>
            <translation>das Modell hat keinen Eingang „%1“</translation>
        </message>
        <message>
            <source>the model has no input</source>
            <translation>das Modell hat keinen Eingang</translation>
        </message>
        <message>
            <source>the input &quot;%1&quot; has no known rank; a project needs samples [N, ...]</source>
            <translation>der Eingang „%1“ hat keinen bekannten Rang; ein Projekt braucht Beispiele [N, ...]</translation>
        </message>
        <message>
            <source>the input &quot;%1&quot; has open sizes, %2; only the batch may be open</source>
            <translation>der Eingang „%1“ hat offene Größen, %2; nur der Stapel darf offen sein</translation>
        </message>
        <message>
            <source>the inputs have %1 and %2 samples; blocks have the same batch in front everywhere</source>
            <translation>die Eingänge haben %1 und %2 Beispiele; Blöcke haben überall denselben Stapel vorn</translation>
        </message>
        <message>
            <source>there is no block for it</source>
            <translation>dafür gibt es keinen Block</translation>
        </message>
        <message>
            <source>there is no block &quot;%1&quot;</source>
            <translation>einen Block „%1“ gibt es nicht</translation>
        </message>
        <message>
            <source>the block has no parameter &quot;%1&quot;</source>
            <translation>der Block hat keine Einstellung „%1“</translation>
        </message>
        <message>
            <source>subgraphs have no block</source>
            <translation>für Teilgraphen gibt es keinen Block</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is no tensor of the graph</source>
            <translation>„%1“ ist kein Tensor des Graphen</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is no tensor</source>
            <translation>„%1“ ist kein Tensor</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is computed, where the block has fixed weights</source>
            <translation>„%1“ wird berechnet, wo der Block feste Gewichte hat</translation>
        </message>
        <message>
            <source>&quot;%1&quot; could not be mapped</source>
            <translation>für „%1“ gibt es keinen Block</translation>
        </message>
        <message>
            <source>an axis of size 1 before the batch</source>
            <translation>eine Achse der Größe 1 vor dem Stapel</translation>
        </message>
        <message>
            <source>an axis of size 1 that stays</source>
            <translation>eine Achse der Größe 1, die bleibt</translation>
        </message>
        <message>
            <source>the last of equals</source>
            <translation>das letzte von gleichen</translation>
        </message>
        <message>
            <source>sums without the element itself</source>
            <translation>Summen ohne das Element selbst</translation>
        </message>
        <message>
            <source>the reduction &quot;%1&quot;</source>
            <translation>die Reduktion „%1“</translation>
        </message>
        <message>
            <source>a bias other than 0 and lambd</source>
            <translation>ein anderer Bias als 0 und lambd</translation>
        </message>
        <message>
            <source>its first matrix is turned</source>
            <translation>die erste Matrix ist gedreht</translation>
        </message>
        <message>
            <source>its first matrix is fixed</source>
            <translation>die erste Matrix steht fest</translation>
        </message>
        <message>
            <source>its third matrix is no bias</source>
            <translation>die dritte Matrix ist kein Bias</translation>
        </message>
        <message>
            <source>padding that follows from the size</source>
            <translation>Auffüllung, die aus der Größe folgt</translation>
        </message>
        <message>
            <source>padding that differs before and behind</source>
            <translation>Auffüllung, die vorn und hinten verschieden ist</translation>
        </message>
        <message>
            <source>it is in training mode</source>
            <translation>er ist auf Training gestellt</translation>
        </message>
        <message>
            <source>a mean of windows with gaps</source>
            <translation>ein Mittel über Fenster mit Lücken</translation>
        </message>
        <message>
            <source>the positions of the largest elements</source>
            <translation>die Stellen der größten Elemente</translation>
        </message>
        <message>
            <source>a mean without a border that differs in its sides</source>
            <translation>ein Mittel ohne Rand, das an den Seiten verschieden ist</translation>
        </message>
        <message>
            <source>a mean of windows that reach over the border</source>
            <translation>ein Mittel über Fenster, die über den Rand reichen</translation>
        </message>
        <message>
            <source>slopes along another axis than the channels</source>
            <translation>Steigungen entlang einer anderen Achse als der Kanäle</translation>
        </message>
        <message>
            <source>the direction is &quot;%1&quot;, not LEFT or RIGHT</source>
            <translation>die Richtung ist „%1“, nicht LEFT oder RIGHT</translation>
        </message>
        <message>
            <source>the direction is &quot;%1&quot;</source>
            <translation>die Richtung ist „%1“</translation>
        </message>
        <message>
            <source>the direction %1</source>
            <translation>die Richtung %1</translation>
        </message>
        <message>
            <source>clips, peepholes or coupled gates</source>
            <translation>Begrenzungen, Gucklöcher oder gekoppelte Tore</translation>
        </message>
        <message>
            <source>an initial state other than zero</source>
            <translation>ein anderer Anfangszustand als null</translation>
        </message>
        <message>
            <source>sequences of different lengths</source>
            <translation>Folgen verschiedener Länge</translation>
        </message>
        <message>
            <source>a reset before the product, where the block has it behind</source>
            <translation>ein Zurücksetzen vor dem Produkt, das der Block dahinter hat</translation>
        </message>
        <message>
            <source>the last cell state</source>
            <translation>der letzte Zellzustand</translation>
        </message>
        <message>
            <source>activations of its own</source>
            <translation>eigene Aktivierungen</translation>
        </message>
        <message>
            <source>the steps come before the batch, where blocks have the batch in front</source>
            <translation>die Schritte kommen vor dem Stapel, Blöcke haben den Stapel vorn</translation>
        </message>
        <message>
            <source>several axes at once</source>
            <translation>mehrere Achsen auf einmal</translation>
        </message>
        <message>
            <source>constants of its own</source>
            <translation>eigene Konstanten</translation>
        </message>
        <message>
            <source>a slope other than 1/6</source>
            <translation>eine andere Steigung als 1/6</translation>
        </message>
        <message>
            <source>a shape without the batch</source>
            <translation>eine Form ohne den Stapel</translation>
        </message>
        <message>
            <source>the batch is no longer in front</source>
            <translation>der Stapel ist nicht mehr vorn</translation>
        </message>
        <message>
            <source>the mode &quot;%1&quot;</source>
            <translation>der Modus „%1“</translation>
        </message>
        <message>
            <source>pads need two numbers for each axis</source>
            <translation>pads braucht zwei Zahlen für jede Achse</translation>
        </message>
        <message>
            <source>a border that cuts off</source>
            <translation>ein Rand, der abschneidet</translation>
        </message>
        <message>
            <source>a border around the batch</source>
            <translation>ein Rand um den Stapel</translation>
        </message>
        <message>
            <source>a tensor %1</source>
            <translation>ein Tensor %1</translation>
        </message>
        <message>
            <source>from %1 to %2, which is no whole number of times</source>
            <translation>von %1 auf %2, das ist kein ganzes Vielfaches</translation>
        </message>
        <message>
            <source>places chosen by &quot;%1&quot;</source>
            <translation>Stellen, gewählt durch „%1“</translation>
        </message>
        <message>
            <source>a table that is no matrix</source>
            <translation>eine Tabelle, die keine Matrix ist</translation>
        </message>
        <message>
            <source>elements that are picked by other than one fixed number</source>
            <translation>Elemente, die nicht durch eine feste Zahl gewählt werden</translation>
        </message>
        <message>
            <source>a result whose first axis is not the batch</source>
            <translation>ein Ergebnis, dessen erste Achse nicht der Stapel ist</translation>
        </message>
        <message>
            <source>%1 %2, not %3</source>
            <translation>%1 %2, nicht %3</translation>
        </message>
        <message>
            <source>input %1 is missing</source>
            <translation>der Eingang %1 fehlt</translation>
        </message>
        <message>
            <source>input %1 holds texts</source>
            <translation>der Eingang %1 enthält Texte</translation>
        </message>
        <message>
            <source>input %1 is no tensor</source>
            <translation>der Eingang %1 ist kein Tensor</translation>
        </message>
        <message>
            <source>input %1 is no sequence</source>
            <translation>der Eingang %1 ist keine Folge</translation>
        </message>
        <message>
            <source>input %1 holds no texts</source>
            <translation>der Eingang %1 enthält keine Texte</translation>
        </message>
        <message>
            <source>input %1 decides shapes and depends on data that is not known before it runs</source>
            <translation>der Eingang %1 bestimmt Formen und hängt von Daten ab, die vorher nicht bekannt sind</translation>
        </message>
        <message>
            <source>input %1 must be a single number</source>
            <translation>der Eingang %1 muss eine einzelne Zahl sein</translation>
        </message>
        <message>
            <source>a condition is no flag</source>
            <translation>eine Bedingung ist kein Wahrheitswert</translation>
        </message>
        <message>
            <source>a condition depends on data that is not known before it runs</source>
            <translation>eine Bedingung hängt von Daten ab, die vorher nicht bekannt sind</translation>
        </message>
        <message>
            <source>what a loop collects is no tensor</source>
            <translation>was eine Schleife sammelt, ist kein Tensor</translation>
        </message>
        <message>
            <source>its subgraph gives too few outputs</source>
            <translation>der Teilgraph liefert zu wenige Ausgänge</translation>
        </message>
        <message>
            <source>its subgraph has %1 inputs where %2 are given</source>
            <translation>der Teilgraph hat %1 Eingänge, gegeben sind %2</translation>
        </message>
        <message>
            <source>more than %1 rounds</source>
            <translation>mehr als %1 Runden</translation>
        </message>
        <message>
            <source>num_scan_inputs does not fit</source>
            <translation>num_scan_inputs passt nicht</translation>
        </message>
        <message>
            <source>axes and directions do not fit the inputs and outputs</source>
            <translation>Achsen und Richtungen passen nicht zu Eingängen und Ausgängen</translation>
        </message>
        <message>
            <source>a scan of nothing</source>
            <translation>ein Durchlauf durch nichts</translation>
        </message>
        <message>
            <source>position %1 does not exist in a sequence of %2</source>
            <translation>die Stelle %1 gibt es in einer Folge von %2 nicht</translation>
        </message>
        <message>
            <source>the sequence is empty</source>
            <translation>die Folge ist leer</translation>
        </message>
        <message>
            <source>an element is no tensor</source>
            <translation>ein Element ist kein Tensor</translation>
        </message>
        <message>
            <source>parts of %1 elements</source>
            <translation>Teile von %1 Elementen</translation>
        </message>
        <message>
            <source>the parts are larger than the axis</source>
            <translation>die Teile sind größer als die Achse</translation>
        </message>
        <message>
            <source>the sequences differ in length</source>
            <translation>die Folgen sind verschieden lang</translation>
        </message>
        <message>
            <source>the optional is empty</source>
            <translation>das Optional ist leer</translation>
        </message>
        <message>
            <source>the shapes %1 and %2 do not broadcast</source>
            <translation>die Formen %1 und %2 passen nicht zueinander</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is no number</source>
            <translation>„%1“ ist keine Zahl</translation>
        </message>
        <message>
            <source>operator sets before 6 name types in another way</source>
            <translation>Operatorsätze vor 6 nennen Typen anders</translation>
        </message>
        <message>
            <source>operator sets before 6 tile one axis</source>
            <translation>Operatorsätze vor 6 wiederholen eine Achse</translation>
        </message>
        <message>
            <source>operator set %1 is older than %2, the oldest that is known of it</source>
            <translation>der Operatorsatz %1 ist älter als %2, der älteste bekannte davon</translation>
        </message>
        <message>
            <source>axis %1 does not exist in a tensor of rank %2</source>
            <translation>die Achse %1 gibt es in einem Tensor vom Rang %2 nicht</translation>
        </message>
        <message>
            <source>data and indices differ in rank</source>
            <translation>Daten und Indizes haben verschiedenen Rang</translation>
        </message>
        <message>
            <source>indices of %1 numbers do not fit %2</source>
            <translation>Indizes aus %1 Zahlen passen nicht zu %2</translation>
        </message>
        <message>
            <source>reduction &quot;%1&quot;</source>
            <translation>Reduktion „%1“</translation>
        </message>
        <message>
            <source>the depth is %1</source>
            <translation>die Tiefe ist %1</translation>
        </message>
        <message>
            <source>it needs two matrices</source>
            <translation>er braucht zwei Matrizen</translation>
        </message>
        <message>
            <source>input and weight differ in rank</source>
            <translation>Eingang und Gewicht haben verschiedenen Rang</translation>
        </message>
        <message>
            <source>input and weight do not fit</source>
            <translation>Eingang und Gewicht passen nicht zueinander</translation>
        </message>
        <message>
            <source>kernel, strides, dilations and pads do not fit %1 axes</source>
            <translation>kernel, strides, dilations und pads passen nicht zu %1 Achsen</translation>
        </message>
        <message>
            <source>kernel, strides and pads do not fit its input</source>
            <translation>kernel, strides und pads passen nicht zum Eingang</translation>
        </message>
        <message>
            <source>strides, dilations and pads do not fit %1 axes</source>
            <translation>strides, dilations und pads passen nicht zu %1 Achsen</translation>
        </message>
        <message>
            <source>its pads take away more than there is</source>
            <translation>pads nimmt mehr weg, als da ist</translation>
        </message>
        <message>
            <source>it needs a size and channels</source>
            <translation>er braucht eine Größe und Kanäle</translation>
        </message>
        <message>
            <source>scores %1 and labels %2 do not fit</source>
            <translation>Bewertungen %1 und Klassen %2 passen nicht zueinander</translation>
        </message>
        <message>
            <source>it needs [%1], not %2</source>
            <translation>er braucht [%1], nicht %2</translation>
        </message>
        <message>
            <source>the output shape has another rank</source>
            <translation>die Ausgabeform hat einen anderen Rang</translation>
        </message>
        <message>
            <source>the output shape is smaller than what is unpooled</source>
            <translation>die Ausgabeform ist kleiner, als was zurückverteilt wird</translation>
        </message>
        <message>
            <source>the activation &quot;%1&quot;</source>
            <translation>die Aktivierung „%1“</translation>
        </message>
        <message>
            <source>sequences of %1 steps</source>
            <translation>Folgen von %1 Schritten</translation>
        </message>
        <message>
            <source>W and R must be [directions, gates, ...]</source>
            <translation>W und R müssen [Richtungen, Tore, ...] sein</translation>
        </message>
        <message>
            <source>it has %1 activations</source>
            <translation>er hat %1 Aktivierungen</translation>
        </message>
        <message>
            <source>coordinate_transformation_mode &quot;%1&quot;</source>
            <translation>coordinate_transformation_mode „%1“</translation>
        </message>
        <message>
            <source>nearest_mode &quot;%1&quot;</source>
            <translation>nearest_mode „%1“</translation>
        </message>
        <message>
            <source>padding_mode &quot;%1&quot;</source>
            <translation>padding_mode „%1“</translation>
        </message>
        <message>
            <source>auto_pad &quot;%1&quot;</source>
            <translation>auto_pad „%1“</translation>
        </message>
        <message>
            <source>mode &quot;%1&quot;</source>
            <translation>mode „%1“</translation>
        </message>
        <message>
            <source>an empty axis cannot be resized</source>
            <translation>eine leere Achse lässt sich nicht vergrößern</translation>
        </message>
        <message>
            <source>it grows too large</source>
            <translation>es wird zu groß</translation>
        </message>
        <message>
            <source>there must be a scale for each axis</source>
            <translation>für jede Achse muss es einen Maßstab geben</translation>
        </message>
        <message>
            <source>a scale is negative or too large</source>
            <translation>ein Maßstab ist negativ oder zu groß</translation>
        </message>
        <message>
            <source>there must be a size for each axis</source>
            <translation>für jede Achse muss es eine Größe geben</translation>
        </message>
        <message>
            <source>a size is negative</source>
            <translation>eine Größe ist negativ</translation>
        </message>
        <message>
            <source>the region must name the beginning and the end of each axis</source>
            <translation>der Bereich muss Anfang und Ende jeder Achse nennen</translation>
        </message>
        <message>
            <source>anything but images [N, C, H, W] and points [N, H, W, 2]</source>
            <translation>etwas anderes als Bilder [N, C, H, W] und Punkte [N, H, W, 2]</translation>
        </message>
        <message>
            <source>subgraphs and functions are nested too deeply</source>
            <translation>Teilgraphen und Funktionen sind zu tief verschachtelt</translation>
        </message>
        <message>
            <source>what it is given is not known</source>
            <translation>was er bekommt, ist nicht bekannt</translation>
        </message>
        <message>
            <source>this operator is not supported</source>
            <translation>dieser Operator wird nicht unterstützt</translation>
        </message>
        <message>
            <source>its output %1 is not supported</source>
            <translation>sein Ausgang %1 wird nicht unterstützt</translation>
        </message>
        <message>
            <source>the model uses operator set %1; the newest that is known is %2</source>
            <translation>das Modell benutzt den Operatorsatz %1; der neueste bekannte ist %2</translation>
        </message>
        <message>
            <source>the model uses operators that are not supported: %1</source>
            <translation>das Modell benutzt Operatoren, die nicht unterstützt werden: %1</translation>
        </message>
        <message>
            <source>the input &quot;%1&quot; was not given</source>
            <translation>der Eingang „%1“ wurde nicht gegeben</translation>
        </message>
        <message>
            <source>the input &quot;%1&quot; is to be %2, not %3</source>
            <translation>der Eingang „%1“ soll %2 sein, nicht %3</translation>
        </message>
        <message>
            <source>the input &quot;%1&quot; has the shape %2; the model wants %3</source>
            <translation>der Eingang „%1“ hat die Form %2; das Modell will %3</translation>
        </message>
        <message>
            <source>k is %1 on an axis of %2</source>
            <translation>k ist %1 auf einer Achse von %2</translation>
        </message>
        <message>
            <source>it needs boxes [N, boxes, 4] and scores [N, classes, boxes]</source>
            <translation>er braucht Kästen [N, Kästen, 4] und Bewertungen [N, Klassen, Kästen]</translation>
        </message>
        <message>
            <source>boxes and scores do not fit</source>
            <translation>Kästen und Bewertungen passen nicht zueinander</translation>
        </message>
        <message>
            <source>it needs images [N, C, H, W] and regions [regions, 4]</source>
            <translation>er braucht Bilder [N, C, H, W] und Bereiche [Bereiche, 4]</translation>
        </message>
        <message>
            <source>regions and sizes do not fit</source>
            <translation>Bereiche und Größen passen nicht zueinander</translation>
        </message>
        <message>
            <source>there is no image %1</source>
            <translation>das Bild %1 gibt es nicht</translation>
        </message>
        <message>
            <source>a region is too large</source>
            <translation>ein Bereich ist zu groß</translation>
        </message>
        <message>
            <source>it needs square matrices</source>
            <translation>er braucht quadratische Matrizen</translation>
        </message>
        <message>
            <source>size 0 stands for an axis that %1 lacks</source>
            <translation>die Größe 0 steht für eine Achse, die %1 nicht hat</translation>
        </message>
        <message>
            <source>two sizes are -1</source>
            <translation>zwei Größen sind -1</translation>
        </message>
        <message>
            <source>the shape has more elements than can be counted</source>
            <translation>die Form hat mehr Elemente, als sich zählen lassen</translation>
        </message>
        <message>
            <source>%1 elements do not fill the shape that is asked for</source>
            <translation>%1 Elemente füllen die verlangte Form nicht</translation>
        </message>
        <message>
            <source>axis %1 does not exist</source>
            <translation>die Achse %1 gibt es nicht</translation>
        </message>
        <message>
            <source>perm does not name each axis once</source>
            <translation>perm nennt nicht jede Achse einmal</translation>
        </message>
        <message>
            <source>it has no inputs</source>
            <translation>er hat keine Eingänge</translation>
        </message>
        <message>
            <source>starts, ends, axes and steps differ in number</source>
            <translation>starts, ends, axes und steps sind verschieden viele</translation>
        </message>
        <message>
            <source>a step is 0</source>
            <translation>ein Schritt ist 0</translation>
        </message>
        <message>
            <source>an empty axis has nothing to repeat</source>
            <translation>eine leere Achse hat nichts zu wiederholen</translation>
        </message>
        <message>
            <source>there are %1 pads for rank %2</source>
            <translation>es gibt %1 pads für den Rang %2</translation>
        </message>
        <message>
            <source>negative pads take away more than there is</source>
            <translation>negative pads nehmen mehr weg, als da ist</translation>
        </message>
        <message>
            <source>%1 does not broadcast to %2</source>
            <translation>%1 lässt sich nicht auf %2 ausdehnen</translation>
        </message>
        <message>
            <source>repeats must name each axis</source>
            <translation>repeats muss jede Achse nennen</translation>
        </message>
        <message>
            <source>a repeat is negative or too large</source>
            <translation>eine Wiederholung ist negativ oder zu groß</translation>
        </message>
        <message>
            <source>tensors of so many axes</source>
            <translation>Tensoren mit so vielen Achsen</translation>
        </message>
        <message>
            <source>it has none of the values that are known (a sparse one?)</source>
            <translation>er hat keinen der bekannten Werte (dünn besetzt?)</translation>
        </message>
        <message>
            <source>its value must be one element</source>
            <translation>sein Wert muss ein Element sein</translation>
        </message>
        <message>
            <source>it needs a matrix</source>
            <translation>er braucht eine Matrix</translation>
        </message>
        <message>
            <source>the step is 0</source>
            <translation>der Schritt ist 0</translation>
        </message>
        <message>
            <source>it has more elements than can be counted</source>
            <translation>er hat mehr Elemente, als sich zählen lassen</translation>
        </message>
        <message>
            <source>the blocks do not divide the channels</source>
            <translation>die Blöcke teilen die Kanäle nicht</translation>
        </message>
        <message>
            <source>the blocks do not divide the image</source>
            <translation>die Blöcke teilen das Bild nicht</translation>
        </message>
        <message>
            <source>a window of %1 elements</source>
            <translation>ein Fenster von %1 Elementen</translation>
        </message>
        <message>
            <source>transforms of so many elements</source>
            <translation>Transformationen von so vielen Elementen</translation>
        </message>
        <message>
            <source>the last axis must hold real and imaginary parts</source>
            <translation>die letzte Achse muss Real- und Imaginärteile enthalten</translation>
        </message>
        <message>
            <source>the last axis holds real and imaginary parts</source>
            <translation>die letzte Achse enthält Real- und Imaginärteile</translation>
        </message>
        <message>
            <source>an inverse transform of one side</source>
            <translation>eine einseitige Rücktransformation</translation>
        </message>
        <message>
            <source>a transform of %1 elements</source>
            <translation>eine Transformation von %1 Elementen</translation>
        </message>
        <message>
            <source>frames do not fit the signal</source>
            <translation>Abschnitte passen nicht zum Signal</translation>
        </message>
        <message>
            <source>bands, length and rate do not fit</source>
            <translation>Bänder, Länge und Rate passen nicht zueinander</translation>
        </message>
        <message>
            <source>it needs [C] or [1, C]</source>
            <translation>er braucht [C] oder [1, C]</translation>
        </message>
        <message>
            <source>n-grams of texts</source>
            <translation>n-Gramme aus Texten</translation>
        </message>
        <message>
            <source>it needs [C] or [N, C]</source>
            <translation>er braucht [C] oder [N, C]</translation>
        </message>
        <message>
            <source>lengths and skips do not fit</source>
            <translation>Längen und Sprünge passen nicht zueinander</translation>
        </message>
        <message>
            <source>ngram_counts lie outside the pool</source>
            <translation>ngram_counts liegen außerhalb des Vorrats</translation>
        </message>
        <message>
            <source>an n-gram's column does not fit</source>
            <translation>die Spalte eines n-Gramms passt nicht</translation>
        </message>
        <message>
            <source>n-grams lack columns</source>
            <translation>n-Grammen fehlen Spalten</translation>
        </message>
        <message>
            <source>its tensors, gradients and states differ in number</source>
            <translation>seine Tensoren, Gradienten und Zustände sind verschieden viele</translation>
        </message>
        <message>
            <source>y names no tensor</source>
            <translation>y nennt keinen Tensor</translation>
        </message>
        <message>
            <source>a size of %1 in a window</source>
            <translation>eine Größe von %1 in einem Fenster</translation>
        </message>
        <message>
            <source>the window is too large</source>
            <translation>das Fenster ist zu groß</translation>
        </message>
        <message>
            <source>a window of %1 does not fit in %2 elements</source>
            <translation>ein Fenster von %1 passt nicht in %2 Elemente</translation>
        </message>
        <message>
            <source>a tensor of %1 axes is not supported; the most is %2</source>
            <translation>ein Tensor mit %1 Achsen wird nicht unterstützt; höchstens gehen %2</translation>
        </message>
        <message>
            <source>a tensor axis cannot have the size %1</source>
            <translation>eine Achse kann nicht die Größe %1 haben</translation>
        </message>
        <message>
            <source>a tensor of shape %1 has more elements than can be counted</source>
            <translation>ein Tensor der Form %1 hat mehr Elemente, als sich zählen lassen</translation>
        </message>
        <message>
            <source>an array of shape %1 needs %2 values, %3 were given</source>
            <translation>ein Feld der Form %1 braucht %2 Werte, gegeben wurden %3</translation>
        </message>
        <message>
            <source>axis %1 does not exist in a tensor of %2 axis</source>
            <translation>die Achse %1 gibt es in einem Tensor mit %2 Achse nicht</translation>
        </message>
        <message>
            <source>axis %1 does not exist in a tensor of %2 axes</source>
            <translation>die Achse %1 gibt es in einem Tensor mit %2 Achsen nicht</translation>
        </message>
        <message>
            <source>axis %1 does not exist in %2</source>
            <translation>die Achse %1 gibt es in %2 nicht</translation>
        </message>
        <message>
            <source>an axis is named twice</source>
            <translation>eine Achse ist zweimal genannt</translation>
        </message>
        <message>
            <source>&quot;%1&quot; is no element type; choose bool, u8, i8, i16, i32, i64, f16, bf16, f32 or f64</source>
            <translation>„%1“ ist kein Elementtyp; bool, u8, i8, i16, i32, i64, f16, bf16, f32 oder f64 wählen</translation>
        </message>
        <message>
            <source>%1 must be floating (f16, bf16, f32 or f64) to have a derivative, it is %2</source>
            <translation>%1 muss für eine Ableitung eine Gleitkommazahl sein (f16, bf16, f32 oder f64), es ist %2</translation>
        </message>
        <message>
            <source>the differentiated value</source>
            <translation>der abgeleitete Wert</translation>
        </message>
        <message>
            <source>the variable</source>
            <translation>die Veränderliche</translation>
        </message>
        <message>
            <source>the seed %1 must have the type and shape of the differentiated value %2</source>
            <translation>der Anfang %1 muss Typ und Form des abgeleiteten Werts %2 haben</translation>
        </message>
        <message>
            <source>%1, in block &quot;%2&quot;</source>
            <translation>%1, im Block „%2“</translation>
        </message>
        <message>
            <source>einsum &quot;%1&quot;</source>
            <translation>einsum „%1“</translation>
        </message>
        <message>
            <source>it names %1 operands, %2 are given</source>
            <translation>er nennt %1 Operanden, gegeben sind %2</translation>
        </message>
        <message>
            <source>what is &quot;%1&quot;? Axes are letters, or one &quot;...&quot; per operand</source>
            <translation>was ist „%1“? Achsen sind Buchstaben oder ein „...“ je Operand</translation>
        </message>
        <message>
            <source>&quot;%1&quot; does not fit an operand of shape %2</source>
            <translation>„%1“ passt nicht zu einem Operanden der Form %2</translation>
        </message>
        <message>
            <source>the result names an axis that no operand has</source>
            <translation>das Ergebnis nennt eine Achse, die kein Operand hat</translation>
        </message>
        <message>
            <source>the result names an axis twice</source>
            <translation>das Ergebnis nennt eine Achse zweimal</translation>
        </message>
        <message>
            <source>axis %1 has %2 elements in one operand and %3 in another</source>
            <translation>die Achse %1 hat %2 Elemente in einem Operanden und %3 in einem anderen</translation>
        </message>
        <message>
            <source>of &quot;...&quot;</source>
            <translation>von „...“</translation>
        </message>
        <message>
            <source>bool has no sums; convert it to a number</source>
            <translation>bool hat keine Summen; in eine Zahl umwandeln</translation>
        </message>
        <message>
            <source>the operand must be %1, it is %2</source>
            <translation>der Operand muss %1 sein, er ist %2</translation>
        </message>
        <message>
            <source>a number, not bool</source>
            <translation>eine Zahl, kein bool</translation>
        </message>
        <message>
            <source>floating (f16, bf16, f32 or f64)</source>
            <translation>eine Gleitkommazahl (f16, bf16, f32 oder f64)</translation>
        </message>
        <message>
            <source>bool or an integer</source>
            <translation>bool oder eine ganze Zahl</translation>
        </message>
        <message>
            <source>any type</source>
            <translation>irgendein Typ</translation>
        </message>
        <message>
            <source>operand types differ: %1 and %2; cast one of them</source>
            <translation>die Operanden haben verschiedene Typen: %1 und %2; einen umwandeln</translation>
        </message>
        <message>
            <source>operand shapes differ: %1 and %2</source>
            <translation>die Operanden haben verschiedene Formen: %1 und %2</translation>
        </message>
        <message>
            <source>the operands' types differ: %1 and %2</source>
            <translation>die Operanden haben verschiedene Typen: %1 und %2</translation>
        </message>
        <message>
            <source>the condition must be bool, it is %1</source>
            <translation>die Bedingung muss bool sein, sie ist %1</translation>
        </message>
        <message>
            <source>the choices' types differ: %1 and %2</source>
            <translation>die Möglichkeiten haben verschiedene Typen: %1 und %2</translation>
        </message>
        <message>
            <source>axis %1 of %2 is empty</source>
            <translation>die Achse %1 von %2 ist leer</translation>
        </message>
        <message>
            <source>the maximum or minimum of no elements is not defined (axis %1 of %2)</source>
            <translation>ein Maximum oder Minimum von nichts gibt es nicht (Achse %1 von %2)</translation>
        </message>
        <message>
            <source>the bits of %1 cannot be read as %2: both must have the same size, and bool cannot take part</source>
            <translation>die Bits von %1 lassen sich nicht als %2 lesen: beide müssen gleich groß sein, und bool geht nicht</translation>
        </message>
        <message>
            <source>%1 does not name each axis of %2 once</source>
            <translation>%1 nennt nicht jede Achse von %2 einmal</translation>
        </message>
        <message>
            <source>%1 does not fit %2 along axes %3</source>
            <translation>%1 passt nicht zu %2 entlang der Achsen %3</translation>
        </message>
        <message>
            <source>the padding does not have one entry per axis of %1</source>
            <translation>die Auffüllung hat nicht einen Eintrag je Achse von %1</translation>
        </message>
        <message>
            <source>padding cannot be negative; use slice</source>
            <translation>Auffüllung kann nicht negativ sein; slice benutzen</translation>
        </message>
        <message>
            <source>padding cannot be negative</source>
            <translation>Auffüllung kann nicht negativ sein</translation>
        </message>
        <message>
            <source>the padded size is too large</source>
            <translation>die aufgefüllte Größe ist zu groß</translation>
        </message>
        <message>
            <source>the ranges do not have one entry per axis of %1</source>
            <translation>die Bereiche haben nicht einen Eintrag je Achse von %1</translation>
        </message>
        <message>
            <source>a step cannot be 0</source>
            <translation>ein Schritt kann nicht 0 sein</translation>
        </message>
        <message>
            <source>a count cannot be negative</source>
            <translation>eine Anzahl kann nicht negativ sein</translation>
        </message>
        <message>
            <source>the range of axis %1 leaves the tensor %2</source>
            <translation>der Bereich der Achse %1 verlässt den Tensor %2</translation>
        </message>
        <message>
            <source>there is nothing to join</source>
            <translation>es gibt nichts zu verbinden</translation>
        </message>
        <message>
            <source>%1 and %2 differ in more than axis %3</source>
            <translation>%1 und %2 unterscheiden sich in mehr als der Achse %3</translation>
        </message>
        <message>
            <source>the joined size is too large</source>
            <translation>die verbundene Größe ist zu groß</translation>
        </message>
        <message>
            <source>sizes, strides and dilations do not have one entry per axis</source>
            <translation>Größen, Schritte und Abstände haben nicht einen Eintrag je Achse</translation>
        </message>
        <message>
            <source>axes %1 are not ascending axes of %2</source>
            <translation>die Achsen %1 sind keine aufsteigenden Achsen von %2</translation>
        </message>
        <message>
            <source>a window of %1 (stride %2, dilation %3) does not fit in %4 elements</source>
            <translation>ein Fenster von %1 (Schritt %2, Abstand %3) passt nicht in %4 Elemente</translation>
        </message>
        <message>
            <source>the axes do not pair up</source>
            <translation>die Achsen passen nicht paarweise</translation>
        </message>
        <message>
            <source>an axis does not exist</source>
            <translation>eine Achse gibt es nicht</translation>
        </message>
        <message>
            <source>%1 dimensions differ: lhs %2 (%3), rhs %4 (%5)</source>
            <translation>die Größen (%1) sind verschieden: links %2 (%3), rechts %4 (%5)</translation>
        </message>
        <message>
            <source>an axis of %1 is named twice</source>
            <translation>eine Achse von %1 ist zweimal genannt</translation>
        </message>
        <message>
            <source>input %1 and weight %2 must both be [batch or out, channels, spatial...]</source>
            <translation>Eingang %1 und Gewicht %2 müssen beide [Stapel oder Ausgabe, Kanäle, Raum...] sein</translation>
        </message>
        <message>
            <source>stride, padding and dilation do not have one entry per spatial axis</source>
            <translation>Schritt, Auffüllung und Abstand haben nicht einen Eintrag je räumlicher Achse</translation>
        </message>
        <message>
            <source>%1 groups do not divide %2 input and %3 output channels</source>
            <translation>%1 Gruppen teilen %2 Eingabe- und %3 Ausgabekanäle nicht</translation>
        </message>
        <message>
            <source>the input %1 has %2 channels, the weight %3 expects %4</source>
            <translation>der Eingang %1 hat %2 Kanäle, das Gewicht %3 erwartet %4</translation>
        </message>
        <message>
            <source>a kernel of %1 (stride %2, dilation %3) does not fit in %4 elements padded by %5 and %6</source>
            <translation>ein Kern von %1 (Schritt %2, Abstand %3) passt nicht in %4 Elemente mit %5 und %6 Auffüllung</translation>
        </message>
        <message>
            <source>indices must be i32 or i64, they are %1</source>
            <translation>Indizes müssen i32 oder i64 sein, sie sind %1</translation>
        </message>
        <message>
            <source>indices need i32, i64, f32 or f64, not %1</source>
            <translation>Indizes brauchen i32, i64, f32 oder f64, nicht %1</translation>
        </message>
        <message>
            <source>key and counter must be i64 scalars</source>
            <translation>Schlüssel und Zähler müssen einzelne i64 sein</translation>
        </message>
        <message>
            <source>reshape: %1 has %2 elements, %3 has %4</source>
            <translation>reshape: %1 hat %2 Elemente, %3 hat %4</translation>
        </message>
        <message>
            <source>updates must be numbers, not bool</source>
            <translation>die Änderungen müssen Zahlen sein, kein bool</translation>
        </message>
        <message>
            <source>updates %1 do not fit indices %2 on axis %3 of %4</source>
            <translation>die Änderungen %1 passen nicht zu den Indizes %2 auf der Achse %3 von %4</translation>
        </message>
        <message>
            <source>this unary operation has no reference function</source>
            <translation>diese Operation hat keine Bezugsfunktion</translation>
        </message>
        <message>
            <source>this binary operation has no reference function</source>
            <translation>diese Operation hat keine Bezugsfunktion</translation>
        </message>
        <message>
            <source>%1 needs images [N, C, H, W], the input is %2</source>
            <translation>%1 braucht Bilder [N, C, H, W], der Eingang ist %2</translation>
        </message>
        <message>
            <source>the weight %1 must have one element, or one per channel (axis 1) of %2</source>
            <translation>das Gewicht %1 muss ein Element haben oder eins je Kanal (Achse 1) von %2</translation>
        </message>
        <message>
            <source>alpha cannot be 0</source>
            <translation>alpha kann nicht 0 sein</translation>
        </message>
        <message>
            <source>axis %1 of %2 must have an even size, to be halved</source>
            <translation>die Achse %1 von %2 muss eine gerade Größe haben, um sich halbieren zu lassen</translation>
        </message>
        <message>
            <source>parts of different shapes, %1 and %2</source>
            <translation>Teile verschiedener Form, %1 und %2</translation>
        </message>
        <message>
            <source>start, stop and step must be finite, and step not 0</source>
            <translation>Anfang, Ende und Schritt müssen endlich sein, der Schritt nicht 0</translation>
        </message>
        <message>
            <source>too many elements</source>
            <translation>zu viele Elemente</translation>
        </message>
        <message>
            <source>the count must be at least 1</source>
            <translation>die Anzahl muss mindestens 1 sein</translation>
        </message>
        <message>
            <source>the count cannot be negative</source>
            <translation>die Anzahl kann nicht negativ sein</translation>
        </message>
        <message>
            <source>the probability must be between 0 and 1, it is %1</source>
            <translation>die Wahrscheinlichkeit muss zwischen 0 und 1 liegen, sie ist %1</translation>
        </message>
        <message>
            <source>there is no integer from %1 below %2</source>
            <translation>von %1 bis unter %2 gibt es keine ganze Zahl</translation>
        </message>
        <message>
            <source>shapes %1 and %2 do not broadcast: sizes must be equal or 1</source>
            <translation>die Formen %1 und %2 passen nicht zueinander: Größen müssen gleich oder 1 sein</translation>
        </message>
        <message>
            <source>the index %1 must have the axes of %2, none longer but axis %3</source>
            <translation>der Index %1 muss die Achsen von %2 haben, keine länger außer Achse %3</translation>
        </message>
        <message>
            <source>updates %1 must have the shape of the index, %2</source>
            <translation>die Änderungen %1 müssen die Form des Index haben, %2</translation>
        </message>
        <message>
            <source>elements of type bool cannot be put together</source>
            <translation>Elemente vom Typ bool lassen sich nicht zusammenfassen</translation>
        </message>
        <message>
            <source>a mean is of floating types, the elements are %1</source>
            <translation>ein Mittel gibt es von Gleitkommatypen, die Elemente sind %1</translation>
        </message>
        <message>
            <source>the indices must be a vector, they are %1</source>
            <translation>die Indizes müssen ein Vektor sein, sie sind %1</translation>
        </message>
        <message>
            <source>updates %1 and indices %2 do not fit axis %3 of %4</source>
            <translation>die Änderungen %1 und die Indizes %2 passen nicht zur Achse %3 von %4</translation>
        </message>
        <message>
            <source>%1 elements of the %2 along axis %3 of %4</source>
            <translation>%1 Elemente von den %2 entlang der Achse %3 von %4</translation>
        </message>
        <message>
            <source>the condition %1 does not broadcast with %2</source>
            <translation>die Bedingung %1 passt nicht zu %2</translation>
        </message>
        <message>
            <source>an operand is a scalar (%1 and %2); use * to scale</source>
            <translation>ein Operand ist eine einzelne Zahl (%1 und %2); zum Skalieren * benutzen</translation>
        </message>
        <message>
            <source>leading axes of %1 and %2 do not broadcast</source>
            <translation>die vorderen Achsen von %1 und %2 passen nicht zueinander</translation>
        </message>
        <message>
            <source>%1 has no two last axes</source>
            <translation>%1 hat keine zwei letzten Achsen</translation>
        </message>
        <message>
            <source>axis %1 of %2 has more or fewer than one element</source>
            <translation>die Achse %1 von %2 hat mehr oder weniger als ein Element</translation>
        </message>
        <message>
            <source>axis %1 comes before axis %2</source>
            <translation>die Achse %1 kommt vor der Achse %2</translation>
        </message>
        <message>
            <source>%1 is too large</source>
            <translation>%1 ist zu groß</translation>
        </message>
        <message>
            <source>axis %1 is named twice</source>
            <translation>die Achse %1 ist zweimal genannt</translation>
        </message>
        <message>
            <source>the result is too large</source>
            <translation>das Ergebnis ist zu groß</translation>
        </message>
        <message>
            <source>the pieces' sizes must add up to the %1 elements of axis %2 of %3</source>
            <translation>die Größen der Stücke müssen zusammen die %1 Elemente der Achse %2 von %3 ergeben</translation>
        </message>
        <message>
            <source>the pieces' size must be at least 1</source>
            <translation>die Größe der Stücke muss mindestens 1 sein</translation>
        </message>
        <message>
            <source>there must be at least one piece</source>
            <translation>es muss mindestens ein Stück geben</translation>
        </message>
        <message>
            <source>needs a vector, it is given %1</source>
            <translation>braucht einen Vektor, bekommt aber %1</translation>
        </message>
        <message>
            <source>the tensor %1 has %2 elements, not one</source>
            <translation>der Tensor %1 hat %2 Elemente, nicht eins</translation>
        </message>
        <message>
            <source>%1 indices for a tensor of %2 axes</source>
            <translation>%1 Indizes für einen Tensor mit %2 Achsen</translation>
        </message>
        <message>
            <source>position %1 is outside axis %2 of %3</source>
            <translation>die Stelle %1 liegt außerhalb der Achse %2 von %3</translation>
        </message>
        <message>
            <source>The sizes of %1 cannot be multiplied.</source>
            <translation>Die Größen von %1 lassen sich nicht multiplizieren.</translation>
        </message>
        <message>
            <source>The sizes are too large to count.</source>
            <translation>Die Größen sind zu groß, um sie zu zählen.</translation>
        </message>
        <message>
            <source>Give one number for all %1 axes, or %2.</source>
            <translation>Eine Zahl für alle %1 Achsen angeben, oder %2.</translation>
        </message>
        <message>
            <source>%1: a window of %2 (dilation %3) does not fit in %4 elements. Make it smaller, or add padding.</source>
            <translation>%1: ein Fenster von %2 (Abstand %3) passt nicht in %4 Elemente. Es verkleinern oder Auffüllung hinzufügen.</translation>
        </message>
        <message>
            <source>%1: the output would have too many places along axis %2; change padding, stride or kernel.</source>
            <translation>%1: die Ausgabe hätte zu viele Stellen entlang der Achse %2; Auffüllung, Schrittweite oder Kern ändern.</translation>
        </message>
        <message>
            <source>[N, channels, length]</source>
            <translation>[N, Kanäle, Länge]</translation>
        </message>
        <message>
            <source>[N, channels, ...] with places behind the channels</source>
            <translation>[N, Kanäle, ...] mit Stellen hinter den Kanälen</translation>
        </message>
        <message>
            <source>[N, channels, ...]</source>
            <translation>[N, Kanäle, ...]</translation>
        </message>
        <message>
            <source>[N, channels, places...]</source>
            <translation>[N, Kanäle, Stellen...]</translation>
        </message>
        <message>
            <source>[N, ..., features]</source>
            <translation>[N, ..., Merkmale]</translation>
        </message>
        <message>
            <source>class numbers %1</source>
            <translation>Klassennummern %1</translation>
        </message>
        <message>
            <source>one length for each sample</source>
            <translation>eine Länge für jedes Beispiel</translation>
        </message>
        <message>
            <source>A step cannot be 0.</source>
            <translation>Ein Schritt kann nicht 0 sein.</translation>
        </message>
        <message>
            <source>Position %1 is outside an axis of %2.</source>
            <translation>Die Stelle %1 liegt außerhalb einer Achse von %2.</translation>
        </message>
        <message>
            <source>A range takes nothing from an axis of %1.</source>
            <translation>Ein Bereich nimmt nichts von einer Achse mit %1.</translation>
        </message>
        <message>
            <source>%1: an axis without elements has none that wins.</source>
            <translation>%1: auf einer Achse ohne Elemente gewinnt keins.</translation>
        </message>
        <message>
            <source>The batch axis has no fixed size to take apart.</source>
            <translation>Die Stapelachse hat keine feste Größe zum Zerlegen.</translation>
        </message>
        <message>
            <source>A tensor has at most %1 axes; this wire carries %2.</source>
            <translation>Ein Tensor hat höchstens %1 Achsen; diese Leitung führt %2.</translation>
        </message>
        <message>
            <source>Samples cannot be divided along the batch axis.</source>
            <translation>Beispiele lassen sich nicht entlang der Stapelachse teilen.</translation>
        </message>
        <message>
            <source>The batch axis gets no border.</source>
            <translation>Die Stapelachse bekommt keinen Rand.</translation>
        </message>
        <message>
            <source>There is no edge to repeat.</source>
            <translation>Es gibt keinen Rand, der sich wiederholen ließe.</translation>
        </message>
        <message>
            <source>The batch axis cannot be enlarged.</source>
            <translation>Die Stapelachse lässt sich nicht vergrößern.</translation>
        </message>
        <message>
            <source>%1 has %2 values; they do not fit the shape %3 with one size left open.</source>
            <translation>%1 hat %2 Werte; sie passen nicht zur Form %3 mit einer offenen Größe.</translation>
        </message>
        <message>
            <source>Transpose needs at least two axes.</source>
            <translation>Transpose braucht mindestens zwei Achsen.</translation>
        </message>
        <message>
            <source>%1 ranges for %2 axes; this wire carries %3.</source>
            <translation>%1 Bereiche für %2 Achsen; diese Leitung führt %3.</translation>
        </message>
        <message>
            <source>this wire carries %1</source>
            <translation>diese Leitung führt %1</translation>
        </message>
        <message>
            <source>none of its %1 rows can be used: %2</source>
            <translation>von %1 Zeilen ist keine zu gebrauchen: %2</translation>
        </message>
        <message>
            <source>%1, or choose to skip bad rows</source>
            <translation>%1 oder schlechte Zeilen überspringen lassen</translation>
        </message>
        <message>
            <source>is too large to be held in memory</source>
            <translation>ist zu groß für den Speicher</translation>
        </message>
        <message>
            <source>arm %1</source>
            <translation>Arm %1</translation>
        </message>
        <message>
            <source>%1 period</source>
            <translation>%1 Periode</translation>
        </message>
        <message>
            <source>%1 periods</source>
            <translation>%1 Perioden</translation>
        </message>
        <message>
            <source>Ankle boot</source>
            <translation>Stiefelette</translation>
        </message>
        <message>
            <source>more follow; it is damaged</source>
            <translation>weitere folgen; sie ist beschädigt</translation>
        </message>
        <message>
            <source>%1 byte</source>
            <translation>%1 Byte</translation>
        </message>
        <message>
            <source>%1 bytes</source>
            <translation>%1 Byte</translation>
        </message>
        <message>
            <source>a size in its &quot;shape&quot;</source>
            <translation>eine Größe in seinem „shape“</translation>
        </message>
        <message>
            <source>its first offset</source>
            <translation>sein erster Offset</translation>
        </message>
        <message>
            <source>its second offset</source>
            <translation>sein zweiter Offset</translation>
        </message>
        <message>
            <source>there is a kind of block &quot;%1&quot; already</source>
            <translation>eine Art von Block „%1“ gibt es schon</translation>
        </message>
        <message>
            <source>the program</source>
            <translation>das Programm</translation>
        </message>
        <message>
            <source>the fastest for this network, measured before training</source>
            <translation>das schnellste für dieses Netz, vor dem Training gemessen</translation>
        </message>
        <message>
            <source>%1 samples/s</source>
            <translation>%1 Beispiele/s</translation>
        </message>
        <message>
            <source>scores [N, T, classes]</source>
            <translation>Bewertungen [N, T, Klassen]</translation>
        </message>
        <message>
            <source>N, length, parts</source>
            <translation>N, Länge, Teile</translation>
        </message>
        <message>
            <source>The weights are back at %1. Try a smaller learning rate, such as %2.</source>
            <translation>Die Gewichte sind wieder auf dem Stand: %1. Versuchen Sie eine kleinere Lernrate, etwa %2.</translation>
        </message>
        <message>
            <source> and at most %1 in one piece</source>
            <translation> und höchstens %1 am Stück</translation>
        </message>
    </context>
    <context>
        <name>Start</name>
        <message>
            <source>Devices: %1</source>
            <translation>Geräte: %1</translation>
        </message>
        <message>
            <source>The training settings list what else there is to compute with.</source>
            <translation>Die Trainingseinstellungen nennen, womit sonst gerechnet werden kann.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::app::AboutDialog</name>
        <message>
            <source>About Gradweave</source>
            <translation>Über Gradweave</translation>
        </message>
        <message>
            <source>&lt;h2&gt;Gradweave %1&lt;/h2&gt;Build and train neural networks by sight.</source>
            <translation>&lt;h2&gt;Gradweave %1&lt;/h2&gt;Neuronale Netze mit den Augen bauen und trainieren.</translation>
        </message>
        <message>
            <source>&lt;p&gt;&lt;b&gt;Gradweave never talks to the network.&lt;/b&gt; It opens no connection, sends nothing, looks for no updates and downloads no data. What you build stays on this machine.&lt;/p&gt;&lt;p&gt;This window is free software under the GNU General Public License, version 3 or later. The engine and the command line are under the Apache License 2.0. There is no warranty.&lt;/p&gt;&lt;p&gt;It stands on Qt %1 and Qt Charts (GPL-3.0), oneDNN (Apache-2.0), OpenBLAS (BSD), LLVM (Apache-2.0), ONNX (Apache-2.0), Protocol Buffers (BSD), nlohmann/json (MIT) and zlib. Graphs are laid out by the program dot of Graphviz (EPL-1.0), which is run, not linked. The icons are part of Gradweave.&lt;/p&gt;</source>
            <translation>&lt;p&gt;&lt;b&gt;Gradweave spricht nie mit dem Netz.&lt;/b&gt; Es öffnet keine Verbindung, sendet nichts, sucht keine Aktualisierungen und lädt keine Daten. Was Sie bauen, bleibt auf diesem Rechner.&lt;/p&gt;&lt;p&gt;Dieses Fenster ist freie Software unter der GNU General Public License, Version 3 oder neuer. Rechenkern und Befehlszeile stehen unter der Apache License 2.0. Es gibt keine Gewährleistung.&lt;/p&gt;&lt;p&gt;Es beruht auf Qt %1 und Qt Charts (GPL-3.0), oneDNN (Apache-2.0), OpenBLAS (BSD), LLVM (Apache-2.0), ONNX (Apache-2.0), Protocol Buffers (BSD), nlohmann/json (MIT) und zlib. Graphen ordnet das Programm dot von Graphviz (EPL-1.0) an, das gestartet, nicht gebunden wird. Die Symbole sind Teil von Gradweave.&lt;/p&gt;</translation>
        </message>
    </context>
    <context>
        <name>gradweave::app::Autosave</name>
        <message>
            <source>Unsaved changes are not kept safe: %1. Save the project.</source>
            <translation>Nicht gespeicherte Änderungen sind nicht sicher: %1. Speichern Sie das Projekt.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::app::MainWindow</name>
        <message>
            <source>A run begins with the weights of %1, and exports write them.</source>
            <translation>Ein Lauf beginnt mit den Gewichten aus %1, und exportiert werden sie.</translation>
        </message>
        <message>
            <source>%1: a placeholder for %2</source>
            <translation>%1: ein Platzhalter für %2</translation>
        </message>
        <message>
            <source>; and %1 more</source>
            <translation>; und %1 weitere</translation>
        </message>
        <message>
            <source>%1 has parts that no block can stand for; placeholders keep their places: %2.</source>
            <translation>%1 hat Teile, für die kein Block stehen kann; Platzhalter halten ihre Stelle: %2.</translation>
        </message>
        <message>
            <source>Views of the project</source>
            <translation>Ansichten des Projekts</translation>
        </message>
        <message>
            <source>Canvas</source>
            <translation>Zeichenfläche</translation>
        </message>
        <message>
            <source>Computation graph</source>
            <translation>Rechengraph</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Panels about training</source>
            <translation>Bereiche zum Training</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>Inspektor</translation>
        </message>
        <message>
            <source>Panel</source>
            <translation>Bereich</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>Training</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Probleme</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Log (%1)</source>
            <translation>Protokoll (%1)</translation>
        </message>
        <message>
            <source>Close this panel</source>
            <translation>Diesen Bereich schließen</translation>
        </message>
        <message>
            <source>Close the bottom panel</source>
            <translation>Den unteren Bereich schließen</translation>
        </message>
        <message>
            <source>Problems (%1)</source>
            <translation>Probleme (%1)</translation>
        </message>
        <message>
            <source>History of edits</source>
            <translation>Verlauf der Änderungen</translation>
        </message>
        <message>
            <source>As opened</source>
            <translation>Wie geöffnet</translation>
        </message>
        <message>
            <source>Outline</source>
            <translation>Gliederung</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Show the problems</source>
            <translation>Die Probleme zeigen</translation>
        </message>
        <message>
            <source>Zoom; click for 100 %</source>
            <translation>Vergrößerung; Klick für 100 %</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>This is the start page.</source>
            <translation>Dies ist die Startseite.</translation>
        </message>
        <message>
            <source>There is nothing to export yet.</source>
            <translation>Es gibt noch nichts zu exportieren.</translation>
        </message>
        <message>
            <source>Gradweave projects (*%1)</source>
            <translation>Gradweave-Projekte (*%1)</translation>
        </message>
        <message>
            <source>%1 is open in another window. It can be read and changed here, but only be saved under another name.</source>
            <translation>%1 ist in einem anderen Fenster offen. Hier kann es gelesen und geändert, aber nur unter einem anderen Namen gespeichert werden.</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>Speichern unter…</translation>
        </message>
        <message>
            <source>Saved %1.</source>
            <translation>%1 gespeichert.</translation>
        </message>
        <message>
            <source>Save the project</source>
            <translation>Das Projekt speichern</translation>
        </message>
        <message>
            <source>Unsaved changes</source>
            <translation>Nicht gespeicherte Änderungen</translation>
        </message>
        <message>
            <source>Save the changes to %1?</source>
            <translation>Die Änderungen an %1 speichern?</translation>
        </message>
        <message>
            <source>They are lost otherwise.</source>
            <translation>Sonst gehen sie verloren.</translation>
        </message>
        <message>
            <source>&amp;Save</source>
            <translation>&amp;Speichern</translation>
        </message>
        <message>
            <source>&amp;Discard changes</source>
            <translation>Änderungen &amp;verwerfen</translation>
        </message>
        <message>
            <source>Gradweave ended before “%1” was saved; its changes of %2 were kept.</source>
            <translation>Gradweave endete, bevor „%1“ gespeichert war; seine Änderungen von %2 wurden aufgehoben.</translation>
        </message>
        <message>
            <source>Recover</source>
            <translation>Wiederherstellen</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Verwerfen</translation>
        </message>
        <message>
            <source>%1 was removed or renamed by another program. What is open here is kept; save it to write the file again.</source>
            <translation>%1 wurde von einem anderen Programm entfernt oder umbenannt. Was hier offen ist, bleibt; speichern Sie es, um die Datei neu zu schreiben.</translation>
        </message>
        <message>
            <source>%1 was changed by another program.</source>
            <translation>%1 wurde von einem anderen Programm geändert.</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>Reload and lose my changes</source>
            <translation>Neu laden und meine Änderungen verlieren</translation>
        </message>
        <message>
            <source>Reload</source>
            <translation>Neu laden</translation>
        </message>
        <message>
            <source>Keep mine</source>
            <translation>Meine behalten</translation>
        </message>
        <message>
            <source>%1 (read-only)</source>
            <translation>%1 (nur lesbar)</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Datei</translation>
        </message>
        <message>
            <source>Open &amp;recent</source>
            <translation>&amp;Zuletzt benutzt</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>&amp;Bearbeiten</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ansicht</translation>
        </message>
        <message>
            <source>&amp;Panels</source>
            <translation>&amp;Bereiche</translation>
        </message>
        <message>
            <source>&amp;Appearance</source>
            <translation>&amp;Erscheinungsbild</translation>
        </message>
        <message>
            <source>&amp;Graph</source>
            <translation>&amp;Graph</translation>
        </message>
        <message>
            <source>A&amp;lign</source>
            <translation>Ausri&amp;chten</translation>
        </message>
        <message>
            <source>&amp;Train</source>
            <translation>&amp;Trainieren</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
        <message>
            <source>Tool bar</source>
            <translation>Werkzeugleiste</translation>
        </message>
        <message>
            <source>No recent projects</source>
            <translation>Keine zuletzt benutzten Projekte</translation>
        </message>
        <message>
            <source>&amp;Clear list</source>
            <translation>&amp;Liste leeren</translation>
        </message>
        <message>
            <source>block</source>
            <translation>Block</translation>
        </message>
        <message>
            <source>Find a block</source>
            <translation>Einen Block finden</translation>
        </message>
        <message>
            <source>Search for a command</source>
            <translation>Einen Befehl suchen</translation>
        </message>
        <message>
            <source>command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>Panels that share this place</source>
            <translation>Bereiche, die sich diesen Platz teilen</translation>
        </message>
        <message>
            <source>Exported weights and pictures (*.safetensors *.svg *.png)</source>
            <translation>Exportierte Gewichte und Bilder (*.safetensors *.svg *.png)</translation>
        </message>
        <message>
            <source>ONNX models (*.onnx)</source>
            <translation>ONNX-Modelle (*.onnx)</translation>
        </message>
        <message>
            <source>%1: %2 samples to learn from, %3 for validation, %4 for the test.</source>
            <translation>%1: %2 Beispiele zum Lernen, %3 zur Validierung, %4 für den Test.</translation>
        </message>
        <message>
            <source>Make a starter network</source>
            <translation>Netz für den Anfang bauen</translation>
        </message>
        <message>
            <source>Data (*.csv *.tsv *.txt *-ubyte *-ubyte.gz)</source>
            <translation>Daten (*.csv *.tsv *.txt *-ubyte *-ubyte.gz)</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Use my data</source>
            <translation>Eigene Daten verwenden</translation>
        </message>
        <message>
            <source>%1 is neither a project nor data. What can be opened: %2, .onnx, .safetensors, .svg and .png files with a project, tables as .csv or .tsv, texts as .txt, and MNIST's IDX files.</source>
            <translation>%1 ist weder ein Projekt, noch enthält es Daten. Geöffnet werden können: %2, .onnx, .safetensors-, .svg- und .png-Dateien mit einem Projekt, Tabellen als .csv oder .tsv, Texte als .txt und die IDX-Dateien von MNIST.</translation>
        </message>
        <message>
            <source>Sho&amp;w</source>
            <translation>Ze&amp;igen</translation>
        </message>
    </context>
    <context>
        <name>gradweave::app::PreferencesDialog</name>
        <message>
            <source>Preferences</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Groups of preferences</source>
            <translation>Gruppen von Einstellungen</translation>
        </message>
        <message>
            <source>General</source>
            <translation>Allgemein</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>Erscheinungsbild</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>Hoher Kontrast</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Takes effect when Gradweave is started again.</source>
            <translation>Gilt, sobald Gradweave neu gestartet wird.</translation>
        </message>
        <message>
            <source>Wheel on the canvas</source>
            <translation>Mausrad auf der Zeichenfläche</translation>
        </message>
        <message>
            <source>Zooms; two fingers on a touchpad scroll</source>
            <translation>Vergrößert; zwei Finger auf dem Tastfeld rollen</translation>
        </message>
        <message>
            <source>Always zooms</source>
            <translation>Vergrößert immer</translation>
        </message>
        <message>
            <source>Always scrolls</source>
            <translation>Rollt immer</translation>
        </message>
        <message>
            <source>Ctrl and the wheel zoom in every case, Shift and the wheel scroll sideways.</source>
            <translation>Strg und das Rad vergrößern in jedem Fall, Umschalt und das Rad rollen seitwärts.</translation>
        </message>
        <message>
            <source>Blocks snap to the grid</source>
            <translation>Blöcke rasten am Raster ein</translation>
        </message>
        <message>
            <source>Yes; Ctrl while dragging prevents it</source>
            <translation>Ja; Strg beim Ziehen verhindert es</translation>
        </message>
        <message>
            <source>No; Ctrl while dragging snaps</source>
            <translation>Nein; Strg beim Ziehen rastet ein</translation>
        </message>
        <message>
            <source>Minimap</source>
            <translation>Übersicht</translation>
        </message>
        <message>
            <source>From 60 blocks on</source>
            <translation>Ab 60 Blöcken</translation>
        </message>
        <message>
            <source>Always</source>
            <translation>Immer</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Nie</translation>
        </message>
        <message>
            <source>Search commands</source>
            <translation>Befehle suchen</translation>
        </message>
        <message>
            <source>Commands and their keys</source>
            <translation>Befehle und ihre Tasten</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>New keys of the chosen command</source>
            <translation>Neue Tasten des gewählten Befehls</translation>
        </message>
        <message>
            <source>No keys</source>
            <translation>Keine Tasten</translation>
        </message>
        <message>
            <source>Defaults for all</source>
            <translation>Vorgaben für alle</translation>
        </message>
        <message>
            <source>Press the keys for the chosen command in the field.</source>
            <translation>Drücken Sie im Feld die Tasten für den gewählten Befehl.</translation>
        </message>
        <message>
            <source>%1 has no keys now.</source>
            <translation>%1 hat jetzt keine Tasten.</translation>
        </message>
        <message>
            <source>%1 is now %2.</source>
            <translation>%1 ist jetzt %2.</translation>
        </message>
        <message>
            <source>%1 has lost it.</source>
            <translation>%1 hat sie verloren.</translation>
        </message>
        <message>
            <source>All commands have their own keys again.</source>
            <translation>Alle Befehle haben wieder ihre eigenen Tasten.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::app::Project</name>
        <message>
            <source>Untitled</source>
            <translation>Unbenannt</translation>
        </message>
        <message>
            <source>Opening %1…</source>
            <translation>%1 wird geöffnet…</translation>
        </message>
        <message>
            <source>%1 is open in another window and can only be saved under another name.</source>
            <translation>%1 ist in einem anderen Fenster offen und kann nur unter einem anderen Namen gespeichert werden.</translation>
        </message>
        <message>
            <source>Saving %1…</source>
            <translation>%1 wird gespeichert…</translation>
        </message>
    </context>
    <context>
        <name>gradweave::app::StartPage</name>
        <message>
            <source>Gradweave</source>
            <translation>Gradweave</translation>
        </message>
        <message>
            <source>Build and train neural networks by sight</source>
            <translation>Neuronale Netze mit den Augen bauen und trainieren</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>Beginnen</translation>
        </message>
        <message>
            <source>Empty canvas</source>
            <translation>Leere Zeichenfläche</translation>
        </message>
        <message>
            <source>Recent</source>
            <translation>Zuletzt</translation>
        </message>
        <message>
            <source>Examples</source>
            <translation>Beispiele</translation>
        </message>
        <message>
            <source>Projects that you save or open are listed here.</source>
            <translation>Projekte, die Sie speichern oder öffnen, stehen hier.</translation>
        </message>
        <message>
            <source>Start page</source>
            <translation>Startseite</translation>
        </message>
        <message>
            <source>Open…</source>
            <translation>Öffnen…</translation>
        </message>
        <message>
            <source>Use my data…</source>
            <translation>Eigene Daten verwenden…</translation>
        </message>
        <message>
            <source>A table as .csv or .tsv, a text, or images in MNIST's IDX files.</source>
            <translation>Eine Tabelle als .csv oder .tsv, ein Text oder Bilder in IDX-Dateien wie bei MNIST.</translation>
        </message>
        <message>
            <source>Or drop a project, an .onnx model, exported weights or pictures, or data anywhere on this window.</source>
            <translation>Oder legen Sie ein Projekt, ein .onnx-Modell, exportierte Gewichte oder Bilder oder Daten irgendwo in diesem Fenster ab.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::app::TrainingControl</name>
        <message>
            <source>reading the data</source>
            <translation>die Daten werden gelesen</translation>
        </message>
        <message>
            <source>Devices for this network: %1.</source>
            <translation>Geräte für dieses Netz: %1.</translation>
        </message>
        <message>
            <source>Go on with the CPU</source>
            <translation>Auf der CPU weiter</translation>
        </message>
        <message>
            <source>Try %1 again</source>
            <translation>%1 noch einmal versuchen</translation>
        </message>
        <message>
            <source>initial values</source>
            <translation>Anfangswerte</translation>
        </message>
        <message>
            <source>after batch %1</source>
            <translation>nach Stapel %1</translation>
        </message>
        <message>
            <source>, of the network before the latest changes</source>
            <translation>, des Netzes vor den letzten Änderungen</translation>
        </message>
        <message>
            <source>There is nothing to train yet: add blocks to the canvas.</source>
            <translation>Es gibt noch nichts zu trainieren: Fügen Sie der Zeichenfläche Blöcke hinzu.</translation>
        </message>
        <message>
            <source>Training is running.</source>
            <translation>Das Training läuft.</translation>
        </message>
        <message>
            <source>Training is paused; Train goes on.</source>
            <translation>Das Training pausiert; Trainieren fährt fort.</translation>
        </message>
        <message>
            <source>Nothing is being trained.</source>
            <translation>Es wird nichts trainiert.</translation>
        </message>
        <message>
            <source>The batch is being finished.</source>
            <translation>Der Stapel wird noch beendet.</translation>
        </message>
        <message>
            <source>&amp;Resume</source>
            <translation>&amp;Fortfahren</translation>
        </message>
        <message>
            <source>&amp;Train</source>
            <translation>&amp;Trainieren</translation>
        </message>
        <message>
            <source>of %1</source>
            <translation>von %1</translation>
        </message>
        <message>
            <source>Training began on %1: %2 parameters, %3 training samples, %4 batches an epoch, seed %5; %6 of memory.</source>
            <translation>Das Training begann auf %1: %2 Parameter, %3 Trainingsbeispiele, %4 Stapel je Epoche, Startwert %5; %6 Speicher.</translation>
        </message>
        <message>
            <source>Epoch %1: loss %2</source>
            <translation>Epoche %1: Verlust %2</translation>
        </message>
        <message>
            <source>; validation %1</source>
            <translation>; Validierung %1</translation>
        </message>
        <message>
            <source>; %1 samples/s</source>
            <translation>; %1 Beispiele/s</translation>
        </message>
        <message>
            <source> (best)</source>
            <translation> (beste)</translation>
        </message>
        <message>
            <source>1 epoch</source>
            <translation>1 Epoche</translation>
        </message>
        <message>
            <source>%1 epochs</source>
            <translation>%1 Epochen</translation>
        </message>
        <message>
            <source> Test loss %1</source>
            <translation> Testverlust %1</translation>
        </message>
        <message>
            <source> The weights are those of the best epoch, %1.</source>
            <translation> Die Gewichte sind die der besten Epoche, %1.</translation>
        </message>
        <message>
            <source>Train with learning rate %1</source>
            <translation>Mit Lernrate %1 trainieren</translation>
        </message>
        <message>
            <source>Clip gradients at 1</source>
            <translation>Gradienten bei 1 begrenzen</translation>
        </message>
        <message>
            <source>Show %1</source>
            <translation>%1 zeigen</translation>
        </message>
        <message>
            <source>%1, %2 batches in %3.</source>
            <translation>%1, %2 Stapel in %3.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::app::TrainingTab</name>
        <message>
            <source>Figures of the run</source>
            <translation>Zahlen des Laufs</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::CanvasActions</name>
        <message>
            <source>&amp;Undo</source>
            <translation>&amp;Rückgängig</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>&amp;Wiederholen</translation>
        </message>
        <message>
            <source>Nothing has been changed yet.</source>
            <translation>Es wurde noch nichts geändert.</translation>
        </message>
        <message>
            <source>Nothing has been undone.</source>
            <translation>Es wurde nichts zurückgenommen.</translation>
        </message>
        <message>
            <source>Select blocks that are in a frame first.</source>
            <translation>Wählen Sie zuerst Blöcke, die in einem Rahmen sind.</translation>
        </message>
        <message>
            <source>Select one wire first.</source>
            <translation>Wählen Sie zuerst eine Leitung.</translation>
        </message>
        <message>
            <source>Select a wire with reroute points first.</source>
            <translation>Wählen Sie zuerst eine Leitung mit Wegpunkten.</translation>
        </message>
        <message>
            <source>Select one block first.</source>
            <translation>Wählen Sie zuerst einen Block.</translation>
        </message>
        <message>
            <source>Select two or more blocks first.</source>
            <translation>Wählen Sie zuerst zwei oder mehr Blöcke.</translation>
        </message>
        <message>
            <source>There are no blocks yet.</source>
            <translation>Es gibt noch keine Blöcke.</translation>
        </message>
        <message>
            <source>Put &amp;into frame</source>
            <translation>In einen Rahmen &amp;setzen</translation>
        </message>
        <message>
            <source>&amp;Colour</source>
            <translation>&amp;Farbe</translation>
        </message>
        <message>
            <source>Colour %1</source>
            <translation>Farbe %1</translation>
        </message>
        <message>
            <source>&amp;Select its blocks</source>
            <translation>&amp;Seine Blöcke auswählen</translation>
        </message>
        <message>
            <source>&amp;Insert block…</source>
            <translation>Block &amp;einsetzen…</translation>
        </message>
        <message>
            <source>&amp;Add block…</source>
            <translation>Block &amp;hinzufügen…</translation>
        </message>
        <message>
            <source>Select a closed group first.</source>
            <translation>Wählen Sie zuerst eine geschlossene Gruppe.</translation>
        </message>
        <message>
            <source>Select a frame, or a block in one, first.</source>
            <translation>Wählen Sie zuerst einen Rahmen oder einen Block darin.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::CanvasEditor</name>
        <message>
            <source>There is nothing on the clipboard that could be pasted here.</source>
            <translation>In der Zwischenablage ist nichts, was hier eingefügt werden könnte.</translation>
        </message>
        <message>
            <source>The copied blocks do not fit into this project.</source>
            <translation>Die kopierten Blöcke passen nicht in dieses Projekt.</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <comment>step of undo</comment>
            <translation>Verdoppeln</translation>
        </message>
        <message>
            <source>Pinned blocks stay; unpin them with P first.</source>
            <translation>Angeheftete Blöcke bleiben; lösen Sie sie zuerst mit P.</translation>
        </message>
        <message>
            <source>Left open because the types do not fit: %1.</source>
            <translation>Offen gelassen, weil die Typen nicht passen: %1.</translation>
        </message>
        <message>
            <source>Frame</source>
            <comment>title of a new one</comment>
            <translation>Rahmen</translation>
        </message>
        <message>
            <source>These blocks have no wires.</source>
            <translation>Diese Blöcke haben keine Leitungen.</translation>
        </message>
        <message>
            <source>These blocks stand in no chain.</source>
            <translation>Diese Blöcke stehen in keiner Kette.</translation>
        </message>
        <message>
            <source>Nothing follows this block.</source>
            <translation>Auf diesen Block folgt nichts.</translation>
        </message>
        <message>
            <source>Nothing comes before this block.</source>
            <translation>Vor diesem Block kommt nichts.</translation>
        </message>
        <message>
            <source>No block beside this one shares a wire with it.</source>
            <translation>Kein Block neben diesem teilt eine Leitung mit ihm.</translation>
        </message>
        <message>
            <source>%1 has no way through.</source>
            <translation>%1 hat keinen Durchgang.</translation>
        </message>
        <message>
            <source>Select a block first.</source>
            <translation>Wählen Sie zuerst einen Block.</translation>
        </message>
        <message>
            <source>Select the two blocks to connect.</source>
            <translation>Wählen Sie die zwei Blöcke, die verbunden werden sollen.</translation>
        </message>
        <message>
            <source>No free input of these blocks fits an output.</source>
            <translation>Kein freier Eingang dieser Blöcke passt zu einem Ausgang.</translation>
        </message>
        <message>
            <source>There are no copied blocks on the clipboard.</source>
            <translation>In der Zwischenablage sind keine kopierten Blöcke.</translation>
        </message>
        <message>
            <source>Group</source>
            <comment>title of a new one</comment>
            <translation>Gruppe</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::CanvasView</name>
        <message>
            <source>Canvas</source>
            <translation>Zeichenfläche</translation>
        </message>
        <message>
            <source>Draw a stroke across the wires to cut; Esc puts the knife away.</source>
            <translation>Ziehen Sie einen Strich über die Leitungen, die durchschnitten werden sollen; Esc legt das Messer weg.</translation>
        </message>
        <message numerus="yes">
            <source>%n blocks selected</source>
            <translation>
                <numerusform>%n Block gewählt</numerusform>
                <numerusform>%n Blöcke gewählt</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 nach %2</translation>
        </message>
        <message>
            <source>Pinned blocks cannot be moved.</source>
            <translation>Angeheftete Blöcke können nicht verschoben werden.</translation>
        </message>
        <message>
            <source>Pulled out of the chain</source>
            <translation>Aus der Kette gezogen</translation>
        </message>
        <message>
            <source>This is where they come from.</source>
            <translation>Hier kommen sie her.</translation>
        </message>
        <message>
            <source>No block that this output feeds has another free input that fits.</source>
            <translation>Kein Block, den dieser Ausgang speist, hat einen weiteren freien Eingang, der passt.</translation>
        </message>
        <message>
            <source>%1 has nothing to connect to.</source>
            <translation>%1 hat nichts, womit es verbunden werden könnte.</translation>
        </message>
        <message>
            <source>All inputs of %1 are in use. Drop the wire on the one that it should replace.</source>
            <translation>Alle Eingänge von %1 sind belegt. Legen Sie die Leitung auf dem ab, den sie ersetzen soll.</translation>
        </message>
        <message>
            <source>Replaced the wire from %1.</source>
            <translation>Die Leitung von %1 wurde ersetzt.</translation>
        </message>
        <message>
            <source>Drop the wire on another output to copy the wires to it.</source>
            <translation>Legen Sie die Leitung auf einem anderen Ausgang ab, um die Leitungen dorthin zu kopieren.</translation>
        </message>
        <message>
            <source>Copied to the other window.</source>
            <translation>In das andere Fenster kopiert.</translation>
        </message>
        <message numerus="yes">
            <source>Let go to choose one of %n outputs</source>
            <translation>
                <numerusform>Loslassen, um einen von %n Ausgängen zu wählen</numerusform>
                <numerusform>Loslassen, um einen von %n Ausgängen zu wählen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Let go to choose one of %n inputs</source>
            <translation>
                <numerusform>Loslassen, um einen von %n Eingängen zu wählen</numerusform>
                <numerusform>Loslassen, um einen von %n Eingängen zu wählen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::ClassList</name>
        <message>
            <source>Classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>Choose a class to see its samples only</source>
            <translation>Wählen Sie eine Klasse, um nur ihre Beispiele zu sehen</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::ClassModel</name>
        <message>
            <source>All classes</source>
            <translation>Alle Klassen</translation>
        </message>
        <message>
            <source>%1: %2 of %3 samples</source>
            <translation>%1: %2 von %3 Beispielen</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::DataPreview</name>
        <message>
            <source>Add a data block to see its samples here.</source>
            <translation>Fügen Sie einen Datenblock hinzu, um hier seine Beispiele zu sehen.</translation>
        </message>
        <message>
            <source>Reading %1 …</source>
            <translation>%1 wird gelesen …</translation>
        </message>
        <message>
            <source>Reading was stopped.</source>
            <translation>Das Lesen wurde abgebrochen.</translation>
        </message>
        <message>
            <source>Data block</source>
            <translation>Datenblock</translation>
        </message>
        <message>
            <source>Shuffled</source>
            <translation>Gemischt</translation>
        </message>
        <message>
            <source>Show the samples in a random order, another one each time</source>
            <translation>Die Beispiele in zufälliger Reihenfolge zeigen, jedes Mal in einer anderen</translation>
        </message>
        <message>
            <source>&amp;Go to</source>
            <translation>&amp;Gehe zu</translation>
        </message>
        <message>
            <source>Go to the sample with this number</source>
            <translation>Zum Beispiel mit dieser Nummer gehen</translation>
        </message>
        <message>
            <source>Number of a sample within its split; the first is 0</source>
            <translation>Nummer eines Beispiels in seinem Teil; das erste ist 0</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>Wird gelesen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Noch einmal</translation>
        </message>
        <message>
            <source>Show the block</source>
            <translation>Den Block zeigen</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>Beispiele</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::EmptyHint</name>
        <message>
            <source>&lt;p&gt;Press &lt;b&gt;Tab&lt;/b&gt; to add a block, or drag one from the library.&lt;/p&gt;&lt;p&gt;&lt;a href=&quot;examples&quot;&gt;Load an example&lt;/a&gt;&lt;/p&gt;</source>
            <translation>&lt;p&gt;Drücken Sie &lt;b&gt;Tab&lt;/b&gt;, um einen Block hinzuzufügen, oder ziehen Sie einen aus der Bibliothek.&lt;/p&gt;&lt;p&gt;&lt;a href=&quot;examples&quot;&gt;Ein Beispiel laden&lt;/a&gt;&lt;/p&gt;</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::ExportDialog</name>
        <message>
            <source>The files need a name.</source>
            <translation>Die Dateien brauchen einen Namen.</translation>
        </message>
        <message>
            <source>A name of files has no “/” and does not begin with a dot.</source>
            <translation>Ein Dateiname hat kein „/“ und beginnt nicht mit einem Punkt.</translation>
        </message>
        <message>
            <source>The name is too long.</source>
            <translation>Der Name ist zu lang.</translation>
        </message>
        <message>
            <source>The folder will be created.</source>
            <translation>Der Ordner wird angelegt.</translation>
        </message>
        <message>
            <source>Will be replaced: %1.</source>
            <translation>Wird ersetzt: %1.</translation>
        </message>
        <message>
            <source>Exported 1 file, %1.</source>
            <translation>1 Datei exportiert, %1.</translation>
        </message>
        <message numerus="yes">
            <source>Exported %n files, %1.</source>
            <translation>
                <numerusform>%n Datei exportiert, %1.</numerusform>
                <numerusform>%n Dateien exportiert, %1.</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing was written.</source>
            <translation>Es wurde nichts geschrieben.</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n files were written.</source>
            <translation>
                <numerusform>%1 von %n Datei wurde geschrieben.</numerusform>
                <numerusform>%1 von %n Dateien wurden geschrieben.</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Choose a folder.</source>
            <translation>Wählen Sie einen Ordner.</translation>
        </message>
        <message>
            <source>Export to folder</source>
            <translation>In Ordner exportieren</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>Stopped as asked.</source>
            <translation>Wie gewünscht abgebrochen.</translation>
        </message>
        <message>
            <source>Not written either: %1.</source>
            <translation>Ebenfalls nicht geschrieben: %1.</translation>
        </message>
        <message>
            <source>Write the rest</source>
            <translation>Den Rest schreiben</translation>
        </message>
        <message>
            <source>Choose another folder</source>
            <translation>Einen anderen Ordner wählen</translation>
        </message>
        <message>
            <source>Retry</source>
            <translation>Noch einmal versuchen</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>&amp;Weights</source>
            <translation>&amp;Gewichte</translation>
        </message>
        <message>
            <source>&amp;Network picture</source>
            <translation>&amp;Bild des Netzes</translation>
        </message>
        <message>
            <source>As on the canvas</source>
            <translation>Wie auf der Zeichenfläche</translation>
        </message>
        <message>
            <source>&amp;Computation graph</source>
            <translation>&amp;Rechengraph</translation>
        </message>
        <message>
            <source>The operations of a training step</source>
            <translation>Die Operationen eines Trainingsschritts</translation>
        </message>
        <message>
            <source>&amp;Loss curves</source>
            <translation>&amp;Verlustkurven</translation>
        </message>
        <message>
            <source>The loss of each step as a picture</source>
            <translation>Der Verlust jedes Schritts als Bild</translation>
        </message>
        <message>
            <source>&amp;Metrics</source>
            <translation>&amp;Messwerte</translation>
        </message>
        <message>
            <source>The figures of each step as a table</source>
            <translation>Die Zahlen jedes Schritts als Tabelle</translation>
        </message>
        <message>
            <source>&amp;ONNX</source>
            <translation>&amp;ONNX</translation>
        </message>
        <message>
            <source>The network with its weights, for other programs</source>
            <translation>Das Netz mit seinen Gewichten, für andere Programme</translation>
        </message>
        <message>
            <source>Weights and pictures carry the project: open one of them to get it back.</source>
            <translation>Gewichte und Bilder tragen das Projekt: Öffnen Sie eines davon, um es zurückzubekommen.</translation>
        </message>
        <message>
            <source>initial values, not trained</source>
            <translation>Anfangswerte, nicht trainiert</translation>
        </message>
        <message>
            <source>as trained</source>
            <translation>wie trainiert</translation>
        </message>
        <message>
            <source>1 tensor, %1; %2</source>
            <translation>1 Tensor, %1; %2</translation>
        </message>
        <message numerus="yes">
            <source>%n tensors, %1; %2</source>
            <translation>
                <numerusform>%n Tensor, %1; %2</numerusform>
                <numerusform>%n Tensoren, %1; %2</numerusform>
            </translation>
        </message>
        <message>
            <source>&amp;Forward</source>
            <translation>&amp;Vorwärts</translation>
        </message>
        <message>
            <source>With &amp;gradients</source>
            <translation>Mit G&amp;radienten</translation>
        </message>
        <message>
            <source>Na&amp;me</source>
            <translation>Na&amp;me</translation>
        </message>
        <message>
            <source>Fol&amp;der</source>
            <translation>Or&amp;dner</translation>
        </message>
        <message>
            <source>C&amp;hoose…</source>
            <translation>&amp;Wählen…</translation>
        </message>
        <message>
            <source>Exporting</source>
            <translation>Wird exportiert</translation>
        </message>
        <message>
            <source>&amp;Export</source>
            <translation>&amp;Exportieren</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::GraphLayouter</name>
        <message>
            <source>Graphviz needed more than %1 s for this graph, so this is a simpler layout.</source>
            <translation>Graphviz brauchte für diesen Graphen mehr als %1 s, deshalb ist dies eine einfachere Anordnung.</translation>
        </message>
        <message>
            <source>The program “dot” (package graphviz) was not found, so this is a simpler layout.</source>
            <translation>Das Programm „dot“ (Paket graphviz) wurde nicht gefunden, deshalb ist dies eine einfachere Anordnung.</translation>
        </message>
        <message>
            <source>Graphviz was stopped, so this is a simpler layout.</source>
            <translation>Graphviz wurde abgebrochen, deshalb ist dies eine einfachere Anordnung.</translation>
        </message>
        <message>
            <source>Graphviz gave an answer that is too long, so this is a simpler layout.</source>
            <translation>Graphviz gab eine zu lange Antwort, deshalb ist dies eine einfachere Anordnung.</translation>
        </message>
        <message>
            <source>Graphviz failed, so this is a simpler layout.</source>
            <translation>Graphviz scheiterte, deshalb ist dies eine einfachere Anordnung.</translation>
        </message>
        <message>
            <source>Graphviz gave an answer that makes no sense, so this is a simpler layout.</source>
            <translation>Graphviz gab eine unsinnige Antwort, deshalb ist dies eine einfachere Anordnung.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::GraphView</name>
        <message>
            <source>The graph was not built, as you asked.</source>
            <translation>Der Graph wurde wie gewünscht nicht aufgebaut.</translation>
        </message>
        <message>
            <source>The graph was not built anew, as you asked: this is the one from before.</source>
            <translation>Der Graph wurde wie gewünscht nicht neu aufgebaut: Dies ist der von vorher.</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>Netz</translation>
        </message>
        <message>
            <source>Forward</source>
            <translation>Vorwärts</translation>
        </message>
        <message>
            <source>From the data to the loss</source>
            <translation>Von den Daten zum Verlust</translation>
        </message>
        <message>
            <source>With gradients</source>
            <translation>Mit Gradienten</translation>
        </message>
        <message>
            <source>A whole training step: gradients beside what they are of, and the updates</source>
            <translation>Ein ganzer Trainingsschritt: Gradienten neben dem, wovon sie sind, und die Aktualisierungen</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>Blöcke</translation>
        </message>
        <message>
            <source>One box for each block</source>
            <translation>Ein Kasten je Block</translation>
        </message>
        <message>
            <source>Operations</source>
            <translation>Operationen</translation>
        </message>
        <message>
            <source>One box for each tensor operation</source>
            <translation>Ein Kasten je Tensoroperation</translation>
        </message>
        <message>
            <source>Kernels</source>
            <translation>Kernel</translation>
        </message>
        <message>
            <source>One box for each step of the compiled program, with the time it takes on this machine's processor</source>
            <translation>Ein Kasten je Schritt des übersetzten Programms, mit der Zeit, die er auf dem Prozessor dieses Rechners braucht</translation>
        </message>
        <message>
            <source>Show everything (Home)</source>
            <translation>Alles zeigen (Pos1)</translation>
        </message>
        <message>
            <source>Show everything</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>Save graph…</source>
            <translation>Graph speichern…</translation>
        </message>
        <message>
            <source>training step</source>
            <translation>Trainingsschritt</translation>
        </message>
        <message>
            <source>forward</source>
            <translation>vorwärts</translation>
        </message>
        <message>
            <source>As SVG picture…</source>
            <translation>Als SVG-Bild…</translation>
        </message>
        <message>
            <source>Picture (*.svg)</source>
            <translation>Bild (*.svg)</translation>
        </message>
        <message>
            <source>As PNG picture…</source>
            <translation>Als PNG-Bild…</translation>
        </message>
        <message>
            <source>Picture (*.png)</source>
            <translation>Bild (*.png)</translation>
        </message>
        <message>
            <source>As PDF page…</source>
            <translation>Als PDF-Seite…</translation>
        </message>
        <message>
            <source>Document (*.pdf)</source>
            <translation>Dokument (*.pdf)</translation>
        </message>
        <message>
            <source>As Graphviz file…</source>
            <translation>Als Graphviz-Datei…</translation>
        </message>
        <message>
            <source>Graphviz (*.dot)</source>
            <translation>Graphviz (*.dot)</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>&amp;Fold %1</source>
            <translation>%1 &amp;zuklappen</translation>
        </message>
        <message>
            <source>&amp;Unfold %1</source>
            <translation>%1 &amp;aufklappen</translation>
        </message>
        <message>
            <source>&amp;Show on the canvas</source>
            <translation>Auf der Zeichenfläche &amp;zeigen</translation>
        </message>
        <message>
            <source>Fold &amp;all</source>
            <translation>&amp;Alle zuklappen</translation>
        </message>
        <message>
            <source>Show &amp;everything</source>
            <translation>&amp;Alles zeigen</translation>
        </message>
        <message>
            <source>Building the graph…</source>
            <translation>Der Graph wird gebaut…</translation>
        </message>
        <message>
            <source>The computation graph of your network appears here.</source>
            <translation>Der Rechengraph Ihres Netzes erscheint hier.</translation>
        </message>
        <message>
            <source>There is nothing to compute yet: add a loss or an output.</source>
            <translation>Es gibt noch nichts zu berechnen: Fügen Sie einen Verlust oder eine Ausgabe hinzu.</translation>
        </message>
        <message numerus="yes">
            <source>Laying out %n boxes…</source>
            <translation>
                <numerusform>%n Kasten wird angeordnet…</numerusform>
                <numerusform>%n Kästen werden angeordnet…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::Inspector</name>
        <message>
            <source>Example: %1</source>
            <translation>Beispiel: %1</translation>
        </message>
        <message>
            <source>The project and its training</source>
            <translation>Das Projekt und sein Training</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>Training</translation>
        </message>
        <message>
            <source>Settings of the block</source>
            <translation>Einstellungen des Blocks</translation>
        </message>
        <message>
            <source>Explain this block (F1)</source>
            <translation>Diesen Block erklären (F1)</translation>
        </message>
        <message>
            <source>Explain this block</source>
            <translation>Diesen Block erklären</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Name of the block</source>
            <translation>Name des Blocks</translation>
        </message>
        <message>
            <source>Weights are saved under this name.</source>
            <translation>Unter diesem Namen werden die Gewichte gespeichert.</translation>
        </message>
        <message>
            <source>unknown kind</source>
            <translation>unbekannte Art</translation>
        </message>
        <message numerus="yes">
            <source>%n blocks selected</source>
            <translation>
                <numerusform>%n Block gewählt</numerusform>
                <numerusform>%n Blöcke gewählt</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing selected</source>
            <translation>Nichts gewählt</translation>
        </message>
        <message>
            <source>Select a block to edit it.</source>
            <translation>Wählen Sie einen Block, um ihn zu bearbeiten.</translation>
        </message>
        <message>
            <source>the last column</source>
            <translation>die letzte Spalte</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::LegendChip</name>
        <message>
            <source>Click to hide or show this curve</source>
            <translation>Klick blendet diese Kurve aus oder ein</translation>
        </message>
        <message>
            <source>Curve %1</source>
            <translation>Kurve %1</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::LogPanel</name>
        <message>
            <source>What happens is written here.</source>
            <translation>Was geschieht, steht hier.</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy all</source>
            <translation>Alles kopieren</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>Leeren</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::LossPlot</name>
        <message>
            <source>train</source>
            <translation>Training</translation>
        </message>
        <message>
            <source>validation</source>
            <translation>Validierung</translation>
        </message>
        <message>
            <source>%1 over training steps</source>
            <translation>%1 über den Trainingsschritten</translation>
        </message>
        <message>
            <source>No values yet</source>
            <translation>Noch keine Werte</translation>
        </message>
        <message>
            <source>epoch</source>
            <translation>Epoche</translation>
        </message>
        <message>
            <source>step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>Schritt %1</translation>
        </message>
        <message>
            <source>step %1, epoch %2</source>
            <translation>Schritt %1, Epoche %2</translation>
        </message>
        <message>
            <source>train, smoothed</source>
            <translation>Training, geglättet</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::MessageStrip</name>
        <message>
            <source>Dismiss</source>
            <translation>Ausblenden</translation>
        </message>
        <message>
            <source>Dismiss the message</source>
            <translation>Die Meldung ausblenden</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::Minimap</name>
        <message>
            <source>Minimap</source>
            <translation>Übersicht</translation>
        </message>
        <message>
            <source>The whole graph; click or drag to go there</source>
            <translation>Der ganze Graph; Klick oder Ziehen führt dorthin</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::Outline</name>
        <message>
            <source>Outline of the graph</source>
            <translation>Gliederung des Graphen</translation>
        </message>
        <message>
            <source>Pinned blocks stay; unpin them with P first.</source>
            <translation>Angeheftete Blöcke bleiben; lösen Sie sie zuerst mit P.</translation>
        </message>
        <message>
            <source>There is no wire at this socket.</source>
            <translation>An diesem Anschluss ist keine Leitung.</translation>
        </message>
        <message>
            <source>%1 has no output to connect.</source>
            <translation>%1 hat keinen Ausgang, der verbunden werden könnte.</translation>
        </message>
        <message>
            <source>The wire cannot end here.</source>
            <translation>Hier kann die Leitung nicht enden.</translation>
        </message>
        <message>
            <source>Connected %1 to %2.</source>
            <translation>%1 mit %2 verbunden.</translation>
        </message>
        <message>
            <source>Connect %1 to…: choose a row, Enter connects, Esc cancels.</source>
            <translation>%1 verbinden mit …: Zeile wählen, Eingabe verbindet, Esc bricht ab.</translation>
        </message>
        <message>
            <source>Insert adds, L connects, Delete removes, F2 renames, Enter edits.</source>
            <translation>Einfg fügt hinzu, L verbindet, Entf löscht, F2 benennt um, Eingabe bearbeitet.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::Palette</name>
        <message>
            <source>Search blocks</source>
            <translation>Blöcke suchen</translation>
        </message>
        <message>
            <source>Kinds of blocks</source>
            <translation>Arten von Blöcken</translation>
        </message>
        <message>
            <source>No block called ‘%1’.</source>
            <translation>Kein Block namens ‚%1‘.</translation>
        </message>
        <message>
            <source>Did you mean %1?</source>
            <translation>Meinten Sie %1?</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::ParamRow</name>
        <message>
            <source>Reset %1</source>
            <translation>%1 zurücksetzen</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nichts</translation>
        </message>
        <message>
            <source>This is the default: %1</source>
            <translation>Das ist die Vorgabe: %1</translation>
        </message>
        <message>
            <source>Back to the default: %1</source>
            <translation>Zurück zur Vorgabe: %1</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::PictureView</name>
        <message>
            <source>Computation graph</source>
            <translation>Rechengraph</translation>
        </message>
        <message>
            <source>Operation</source>
            <translation>Operation</translation>
        </message>
        <message>
            <source>Gives</source>
            <translation>Gibt</translation>
        </message>
        <message numerus="yes">
            <source>%n operations</source>
            <translation>
                <numerusform>%n Operation</numerusform>
                <numerusform>%n Operationen</numerusform>
            </translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>Block</source>
            <translation>Block</translation>
        </message>
        <message>
            <source>Double-click unfolds it, Ctrl+click shows the block</source>
            <translation>Doppelklick klappt auf, Strg+Klick zeigt den Block</translation>
        </message>
        <message>
            <source>Double-click shows the block</source>
            <translation>Ein Doppelklick zeigt den Block</translation>
        </message>
        <message>
            <source>Reads and writes</source>
            <translation>Liest und schreibt</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Part of the gradients</source>
            <translation>Teil der Gradienten</translation>
        </message>
        <message>
            <source>Part of the optimiser's update</source>
            <translation>Teil der Aktualisierung durch den Optimierer</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::ProblemsPanel</name>
        <message>
            <source>No problems.</source>
            <translation>Keine Probleme.</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Probleme</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::RepairBar</name>
        <message>
            <source>Repair: %1</source>
            <translation>Behebung: %1</translation>
        </message>
        <message>
            <source>Does this in one step; undo takes it back</source>
            <translation>Tut dies in einem Schritt; Rückgängig nimmt es zurück</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::RunPlots</name>
        <message>
            <source>Loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <source>Linear</source>
            <translation>Linear</translation>
        </message>
        <message>
            <source>Equal steps on the value axis</source>
            <translation>Gleiche Schritte auf der Wertachse</translation>
        </message>
        <message>
            <source>Logarithmic</source>
            <translation>Logarithmisch</translation>
        </message>
        <message>
            <source>Powers of ten on the loss axis</source>
            <translation>Zehnerpotenzen auf der Verlustachse</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Glättung</translation>
        </message>
        <message>
            <source>Smoothing of the training curve</source>
            <translation>Glättung der Trainingskurve</translation>
        </message>
        <message>
            <source>Ignore outliers</source>
            <translation>Ausreißer übergehen</translation>
        </message>
        <message>
            <source>Fits the value axis to all but the most extreme values</source>
            <translation>Passt die Wertachse an alle außer den äußersten Werten an</translation>
        </message>
        <message>
            <source>Metric to plot</source>
            <translation>Gezeichneter Messwert</translation>
        </message>
        <message>
            <source>Save plot…</source>
            <translation>Kurve speichern…</translation>
        </message>
        <message>
            <source>Loss as SVG…</source>
            <translation>Verlust als SVG…</translation>
        </message>
        <message>
            <source>Picture (*.svg)</source>
            <translation>Bild (*.svg)</translation>
        </message>
        <message>
            <source>Loss as CSV…</source>
            <translation>Verlust als CSV…</translation>
        </message>
        <message>
            <source>Table (*.csv)</source>
            <translation>Tabelle (*.csv)</translation>
        </message>
        <message>
            <source>Metric as SVG…</source>
            <translation>Messwert als SVG…</translation>
        </message>
        <message>
            <source>Metric as CSV…</source>
            <translation>Messwert als CSV…</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::RunStatus</name>
        <message>
            <source>under 1 s</source>
            <translation>unter 1 s</translation>
        </message>
        <message>
            <source>about %1 s</source>
            <translation>etwa %1 s</translation>
        </message>
        <message>
            <source>about %1 min</source>
            <translation>etwa %1 min</translation>
        </message>
        <message>
            <source>about %1 h</source>
            <translation>etwa %1 h</translation>
        </message>
        <message>
            <source>The network was changed since this run began.</source>
            <translation>Das Netz wurde seit Beginn dieses Laufs geändert.</translation>
        </message>
        <message>
            <source>Progress of the run</source>
            <translation>Fortschritt des Laufs</translation>
        </message>
        <message>
            <source>Not trained yet</source>
            <translation>Noch nicht trainiert</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird gestoppt…</translation>
        </message>
        <message>
            <source>Preparing…</source>
            <translation>Wird vorbereitet…</translation>
        </message>
        <message>
            <source>Finishing the batch…</source>
            <translation>Stapel wird beendet…</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>Training</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>Pausiert</translation>
        </message>
        <message>
            <source>Finished</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>Gestoppt</translation>
        </message>
        <message>
            <source>Stopped by a problem</source>
            <translation>Durch ein Problem gestoppt</translation>
        </message>
        <message>
            <source>Epoch</source>
            <translation>Epoche</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>Batch</source>
            <translation>Stapel</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>Tempo</translation>
        </message>
        <message>
            <source>%1 samples/s</source>
            <translation>%1 Beispiele/s</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>Übrig</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <source>Mean over the last whole epoch</source>
            <translation>Mittel über die letzte ganze Epoche</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>Validierung</translation>
        </message>
        <message>
            <source>After the last whole epoch</source>
            <translation>Nach der letzten ganzen Epoche</translation>
        </message>
        <message>
            <source>Best epoch</source>
            <translation>Beste Epoche</translation>
        </message>
        <message>
            <source>With the lowest validation loss (training loss without validation data)</source>
            <translation>Mit dem kleinsten Validierungsverlust (ohne Validierungsdaten: Trainingsverlust)</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>Test</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>Dauerte</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <source>Compiling %1 of %2 kernels</source>
            <translation>Kern %1 von %2 wird übersetzt</translation>
        </message>
        <message>
            <source>Batches get faster until all are compiled; the results are the same.</source>
            <translation>Die Stapel werden schneller, bis alle übersetzt sind; die Ergebnisse sind dieselben.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::SampleGrid</name>
        <message>
            <source>Samples</source>
            <translation>Beispiele</translation>
        </message>
        <message>
            <source>Sample %1: %2</source>
            <translation>Beispiel %1: %2</translation>
        </message>
        <message>
            <source>Sample %1</source>
            <translation>Beispiel %1</translation>
        </message>
        <message>
            <source>There are no such samples.</source>
            <translation>Solche Beispiele gibt es nicht.</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::SampleTableModel</name>
        <message numerus="yes">
            <source>%n classes</source>
            <translation>
                <numerusform>%n Klasse</numerusform>
                <numerusform>%n Klassen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 nach %2</translation>
        </message>
        <message>
            <source>%1 to %2, mean %3 in this split</source>
            <translation>%1 bis %2, Mittel %3 in diesem Teil</translation>
        </message>
        <message numerus="yes">
            <source>… and %n more</source>
            <translation>
                <numerusform>… und %n weiteres</numerusform>
                <numerusform>… und %n weitere</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::ScatterView</name>
        <message>
            <source>Samples as points</source>
            <translation>Beispiele als Punkte</translation>
        </message>
        <message numerus="yes">
            <source>%n points</source>
            <translation>
                <numerusform>%n Punkt</numerusform>
                <numerusform>%n Punkte</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2 points</source>
            <translation>%1 von %2 Punkten</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::SearchPopup</name>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>No %1 called ‘%2’.</source>
            <translation>Kein %1 namens ‚%2‘.</translation>
        </message>
        <message>
            <source>Did you mean %1?</source>
            <translation>Meinten Sie %1?</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::TextSaver</name>
        <message>
            <source>Saved %1 (%2).</source>
            <translation>%1 gespeichert (%2).</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::TitleEditor</name>
        <message>
            <source>Name of the block</source>
            <translation>Name des Blocks</translation>
        </message>
        <message>
            <source>Title of the frame</source>
            <translation>Titel des Rahmens</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::TrainingBar</name>
        <message>
            <source>All settings of training</source>
            <translation>Alle Einstellungen des Trainings</translation>
        </message>
    </context>
    <context>
        <name>gradweave::ui::TrainingForm</name>
        <message>
            <source>Trains this network on each device for 0.2 s, and shows how fast each is</source>
            <translation>Trainiert dieses Netz auf jedem Gerät 0,2 s lang und zeigt, wie schnell jedes ist</translation>
        </message>
        <message>
            <source>the fastest for this network: %1, with %2</source>
            <translation>das schnellste für dieses Netz: %1 mit %2</translation>
        </message>
        <message>
            <source>Stop: %1</source>
            <translation>Abbrechen: %1</translation>
        </message>
        <message>
            <source>Measure the devices</source>
            <translation>Geräte messen</translation>
        </message>
    </context>
    <context>
        <name>main</name>
        <message>
            <source>Build and train neural networks by sight.</source>
            <translation>Neuronale Netze mit den Augen bauen und trainieren.</translation>
        </message>
        <message>
            <source>Open an example project.</source>
            <translation>Ein Beispielprojekt öffnen.</translation>
        </message>
        <message>
            <source>name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Project to open.</source>
            <translation>Zu öffnendes Projekt.</translation>
        </message>
    </context>
</TS>
