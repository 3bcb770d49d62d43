/**
 * Networks that make pictures larger and add the detail that is missing: SRGAN and SRResNet (Ledig et al., arXiv:1609.04802), ESRGAN
 * (Wang et al., arXiv:1809.00219), Real-ESRGAN (arXiv:2107.10833) and its small relatives, residual dense networks (Zhang et al.,
 * arXiv:1802.08797).
 */
package meander.models.family.superresolution;
