package meander.app.gpu;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The packages that there are. Sizes and checksums stand here, so that nobody has to be asked for them. */
public final class GpuPackages {
    /** The ONNX Runtime that comes along: its Java half and the native one belong together. */
    static final String ONNX_RUNTIME = "1.29.0";
    /** The DJL whose PyTorch engine was tried with {@link #JNI}, from another version of it. */
    static final String TRIED_WITH_DJL = "0.35.1";
    /** The newest PyTorch whose CUDA build stands on Maven Central. */
    private static final String TORCH = "2.5.1";
    private static final String JNI = TORCH + "-0.33.0";
    private static final String CENTRAL = "https://repo.maven.apache.org/maven2/";

    private GpuPackages() {}

    /** The package for this machine; empty where none is made. */
    public static Optional<GpuPackage> of(GpuPurpose purpose) {
        return of(purpose, System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Optional<GpuPackage> of(GpuPurpose purpose, String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        boolean linux = name.startsWith("linux");
        if (!linux && !name.startsWith("windows") || !List.of("amd64", "x86_64").contains(processor)) return Optional.empty();
        return Optional.of(switch (purpose) {
            case DRAWING -> drawing(linux);
            case TRAINING -> training(linux);
        });
    }

    private static GpuPackage drawing(boolean linux) {
        return new GpuPackage(GpuPurpose.DRAWING, ONNX_RUNTIME,
                List.of(source("com/microsoft/onnxruntime/onnxruntime_gpu/", ONNX_RUNTIME, "onnxruntime_gpu", "", 642_295_340,
                        "fe39a98c499fc9be3944dd2bf2fb77d7dc5f152668bf95d8beb1c3d7b22f2a89",
                        "ai/onnxruntime/native/" + (linux ? "linux-x64/" : "win-x64/"))),
                "MIT", linux ? 615_580_272 : 354_308_672, "onnxruntime.native.path");
    }

    private static GpuPackage training(boolean linux) {
        String platform = linux ? "linux-x86_64" : "win-x86_64";
        return new GpuPackage(
                GpuPurpose.TRAINING, TORCH, List.of(
                        source("ai/djl/pytorch/pytorch-native-cu124/", TORCH, "pytorch-native-cu124", "-" + platform,
                                linux ? 2_457_619_283L : 2_379_816_247L,
                                linux
                                        ? "da69ff27b16765818d859736ce60e8e0e3405f339eb1645685bbb74e8ad1fa9f"
                                        : "a8f580f901f6da0d4c0d1e76b03b21d2fbe1183e41175a611aecf8c530d500b1",
                                "pytorch/cu124/" + platform + "/"),
                        source("ai/djl/pytorch/pytorch-jni/", JNI, "pytorch-jni", "", 4_935_950,
                                "b2d165380eed06aa5967a3226eeaa5b4adde44ec4a8460e6c4062e7cf810d798",
                                "jnilib/" + platform + "/cu124/")),
                "BSD-3-Clause", linux ? 4_067_543_376L : 3_714_388_392L, "PYTORCH_LIBRARY_PATH");
    }

    private static GpuPackage.Source source(String group, String version, String artifact, String classifier, long bytes,
            String sha256, String folder) {
        return new GpuPackage.Source(URI.create(CENTRAL + group + version + "/" + artifact + "-" + version + classifier + ".jar"),
                bytes, sha256, folder);
    }
}
