/** What a picture is of: everything that decides it apart from the model. */
package meander.models.request;
