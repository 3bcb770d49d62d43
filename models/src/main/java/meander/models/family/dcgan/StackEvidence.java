package meander.models.family.dcgan;

import meander.models.family.dcgan.DcganStructure.Choices;

/**
 * One thing that speaks for or against ways to read a stack of layers. Evidence is independent, so the logarithms add up; a constant
 * that is the same for all candidates does not matter.
 */
interface StackEvidence {
    /** The logarithm of how likely what is seen is if a candidate is right, in nats. */
    double logLikelihood(Choices candidate);
}
