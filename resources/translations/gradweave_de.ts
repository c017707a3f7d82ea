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
            <source>Duplicate with wi&amp;res</source>
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
            <source>Delete and re&amp;connect</source>
            <translation>Löschen und ver&amp;binden</translation>
        </message>
        <message>
            <source>Remove the selected blocks and join what they stood between</source>
            <translation>Die gewählten Blöcke entfernen und verbinden, wozwischen sie standen</translation>
        </message>
        <message>
            <source>Select &amp;all</source>
            <translation>&amp;Alles auswählen</translation>
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
            <source>Prefere&amp;nces…</source>
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
            <translation>A&amp;nordnen</translation>
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
            <translation>&amp;Nächster Block</translation>
        </message>
        <message>
            <source>Select the next block along the wires</source>
            <translation>Den nächsten Block entlang der Leitungen wählen</translation>
        </message>
        <message>
            <source>&amp;Previous block</source>
            <translation>&amp;Voriger Block</translation>
        </message>
        <message>
            <source>Select the block that feeds this one</source>
            <translation>Den Block wählen, der diesen speist</translation>
        </message>
        <message>
            <source>Block &amp;above</source>
            <translation>Block &amp;darüber</translation>
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
            <source>Zoom &amp;out</source>
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
            <source>Light or dark as the desktop</source>
            <translation>Hell oder dunkel wie der Schreibtisch</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>&amp;Hell</translation>
        </message>
        <message>
            <source>Light appearance</source>
            <translation>Helles Erscheinungsbild</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>&amp;Dunkel</translation>
        </message>
        <message>
            <source>Dark appearance</source>
            <translation>Dunkles Erscheinungsbild</translation>
        </message>
        <message>
            <source>&amp;Outline</source>
            <translation>&amp;Gliederung</translation>
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
            <source>Black and white with strong lines</source>
            <translation>Schwarz und Weiß mit starken Linien</translation>
        </message>
        <message>
            <source>Next &amp;pane</source>
            <translation>Nächster &amp;Bereich</translation>
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
            <source>One s&amp;tep</source>
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
            <source>&lt;p&gt;&lt;b&gt;Gradweave never talks to the network.&lt;/b&gt; It opens no connection, sends nothing, looks for no updates and downloads no data. What you build stays on this machine.&lt;/p&gt;&lt;p&gt;This window is free software under the GNU General Public License, version 3 or later. The engine and the command line are under the Apache License 2.0. There is no warranty.&lt;/p&gt;&lt;p&gt;It stands on Qt %1 and Qt Charts (GPL-3.0), oneDNN (Apache-2.0), OpenBLAS (BSD), nlohmann/json (MIT) and zlib. Graphs are laid out by the program dot of Graphviz (EPL-1.0), which is run, not linked. The icons are part of Gradweave.&lt;/p&gt;</source>
            <translation>&lt;p&gt;&lt;b&gt;Gradweave spricht nie mit dem Netz.&lt;/b&gt; Es öffnet keine Verbindung, sendet nichts, sucht keine Aktualisierungen und lädt keine Daten. Was Sie bauen, bleibt auf diesem Rechner.&lt;/p&gt;&lt;p&gt;Dieses Fenster ist freie Software unter der GNU General Public License, Version 3 oder neuer. Rechenkern und Befehlszeile stehen unter der Apache License 2.0. Es gibt keine Gewährleistung.&lt;/p&gt;&lt;p&gt;Es beruht auf Qt %1 und Qt Charts (GPL-3.0), oneDNN (Apache-2.0), OpenBLAS (BSD), nlohmann/json (MIT) und zlib. Graphen ordnet das Programm dot von Graphviz (EPL-1.0) an, das gestartet, nicht gebunden wird. Die Symbole sind Teil von Gradweave.&lt;/p&gt;</translation>
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
            <source>Open a project</source>
            <translation>Ein Projekt öffnen</translation>
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
            <translation>A&amp;usrichten</translation>
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
            <source>%1 is neither a project nor a table. Drop a %2, .onnx, .safetensors, .svg, .png or .csv file.</source>
            <translation>%1 ist weder ein Projekt noch eine Tabelle. Legen Sie eine Datei mit %2, .onnx, .safetensors, .svg, .png oder .csv ab.</translation>
        </message>
        <message>
            <source>ONNX models (*.onnx)</source>
            <translation>ONNX-Modelle (*.onnx)</translation>
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
            <source>Open a project…</source>
            <translation>Ein Projekt öffnen…</translation>
        </message>
        <message>
            <source>Or drop a project, exported weights or a .csv table anywhere on this window.</source>
            <translation>Oder legen Sie ein Projekt, exportierte Gewichte oder eine .csv-Tabelle irgendwo auf diesem Fenster ab.</translation>
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
    </context>
    <context>
        <name>gradweave::app::TrainingControl</name>
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
            <source>%1, %2 batches in %3 s.</source>
            <translation>%1, %2 Stapel in %3 s.</translation>
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
            <source>Show %1</source>
            <translation>%1 zeigen</translation>
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
            <source>&lt;p&gt;Press &lt;b&gt;Tab&lt;/b&gt; to add a block, or drag one from the library.&lt;/p&gt;&lt;p&gt;&lt;a href="examples"&gt;Load an example&lt;/a&gt;&lt;/p&gt;</source>
            <translation>&lt;p&gt;Drücken Sie &lt;b&gt;Tab&lt;/b&gt;, um einen Block hinzuzufügen, oder ziehen Sie einen aus der Bibliothek.&lt;/p&gt;&lt;p&gt;&lt;a href="examples"&gt;Ein Beispiel laden&lt;/a&gt;&lt;/p&gt;</translation>
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
            <source>%1 s</source>
            <translation>%1 s</translation>
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
