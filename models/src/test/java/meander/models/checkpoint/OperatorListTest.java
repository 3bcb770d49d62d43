package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import meander.models.checkpoint.torch.script.OperatorList;

class OperatorListTest {
    @Test
    void everyOperatorHasAReason() {
        assertThat(OperatorList.all()).hasSizeGreaterThan(300).allSatisfy((name, reason) -> {
            assertThat(name).matches("torch\\.\\w+|ops\\.prim\\.\\w+");
            assertThat(reason).matches("[a-z][a-z ,]{3,80}");
        });
    }

    /** What SECURITY.md says is what is done. After a change to the list, put this table there. */
    @Test
    void theTableIsPublished() throws IOException {
        Path page = Path.of("").toAbsolutePath();
        while (!Files.exists(page.resolve("SECURITY.md")))
            page = page.getParent();
        assertThat(Files.readString(page.resolve("SECURITY.md"))).contains(OperatorList.table());
    }

    @Test
    void filesStringsOfNamesAndForeignMemoryAreNotOnIt() {
        for (String name : "from_file save load print open empty empty_like resize_ as_strided set_ getattr ops.aten.from_file"
                .split(" "))
            assertThat(OperatorList.listed(name.startsWith("ops.") ? name : "torch." + name)).as(name).isEmpty();
    }
}
