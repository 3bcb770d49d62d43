/** A training as it runs: what was asked for, what happens, what is kept on disk. */
package meander.training.run;
