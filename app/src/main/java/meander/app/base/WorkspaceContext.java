package meander.app.base;

import java.util.Map;

import javafx.scene.Scene;

/**
 * What the nodes of a workspace are built with.
 *
 * @param texts      of the language in force
 * @param workspaces the commands of each workspace by its id, in the order of the rail; complete when all are built
 */
public record WorkspaceContext(Scene scene, Texts texts, Appearance appearance, Map<String, Commands> workspaces) {}
