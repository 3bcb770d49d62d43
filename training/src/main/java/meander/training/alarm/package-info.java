/** What a person should know about how a training goes, told from what was measured alone: one rule a class. */
package meander.training.alarm;
