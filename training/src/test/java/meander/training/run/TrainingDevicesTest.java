package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfEnvironmentVariable(named = "PYTORCH_LIBRARY_PATH", matches = ".*")
@DisabledIfEnvironmentVariable(named = "PYTORCH_FLAVOR", matches = ".*")
class TrainingDevicesTest {
    private static final String FOLDER = "PYTORCH_LIBRARY_PATH";

    /** As an installed program names the folder of what comes along. */
    @Test
    void onlyABuildForCudaIsWorthATrial(@TempDir Path folder) throws IOException {
        String before = System.getProperty(FOLDER);
        System.setProperty(FOLDER, folder.toString());
        try {
            assertThat(TrainingDevices.ownLibrary()).isFalse();
            assertThat(TrainingDevices.gpuWorks()).isFalse();
            Files.createFile(folder.resolve(System.mapLibraryName("torch_cuda")));
            assertThat(TrainingDevices.ownLibrary()).isTrue();
        } finally {
            if (before == null) System.clearProperty(FOLDER);
            else
                System.setProperty(FOLDER, before);
        }
    }
}
