package meander.models.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 0xb, '\r', 0x1b, 0x7f, 0x85, 0x9b, 0x9d, 0xad, 0x61c, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028,
            0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff, 0xfff9, 0xe0001, 0xe0041, 0x3164, 0xd800})
    void showsWhatATerminalWouldObeyOrHide(int code) {
        String shown = VisibleText.lines("a" + Character.toString(code) + "b");

        assertTrue(shown.matches("a(\\\\u[0-9a-f]{4})+b"), shown);
        assertEquals(shown, VisibleText.line("a" + Character.toString(code) + "b"));
    }

    @Test
    void leavesWhatPeopleWriteAlone() {
        String words = "Größe 截断 ψ 0.7 · “ñandú” — 1 234 ➜ 😀 עברית العربية";

        assertSame(words, VisibleText.line(words));
    }

    @Test
    void keepsLinesOnlyWhereLinesMayBe() {
        assertEquals("a\n\tb", VisibleText.lines("a\n\tb"));
        assertEquals("a\\n\\tb", VisibleText.line("a\n\tb"));
    }

    @Test
    void whatIsShownHoldsNothingHiddenAnyMore() {
        for (int code = 0; code <= Character.MAX_CODE_POINT; code++)
            assertFalse(VisibleText.line(Character.toString(code)).codePoints().anyMatch(VisibleText::isHidden));
    }
}
