package meander.models.checkpoint.onnx;

/** Names that a stranger chose, as they may stand in a sentence: short, and without what is no letter. */
final class DisplayName {
    private static final int MOST = 100;

    private DisplayName() {}

    static String of(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "�");
        return plain.length() > MOST ? plain.substring(0, MOST) + "…" : plain;
    }
}
