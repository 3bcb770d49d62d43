/** How parameters move down a gradient, and how far as time goes on: for trainings, and for whatever else descends on a compiled step. */
package meander.training.optimizer;
