package meander.app.explore;

import meander.models.request.RenderRequest;

/**
 * Something to go back to: a model and what was looked at in it.
 *
 * @param model   the model file's name
 * @param hash    the model file's fingerprint
 * @param request what was looked at
 */
public record ViewBookmark(String model, String hash, RenderRequest request) {}
