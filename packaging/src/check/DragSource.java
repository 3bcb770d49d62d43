import java.awt.Color;
import java.awt.Dimension;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.dnd.DnDConstants;
import java.io.File;
import java.util.List;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;

/** {@code DragSource.java FILE}: a small window at the lower left of the screen from which the file can be dragged. With {@code --check}, whether Java can. */
final class DragSource {
    private DragSource() {}

    public static void main(String[] arguments) {
        if (arguments[0].equals("--check")) {
            new JFrame().dispose();
            System.exit(0);
        }
        Transferable file = new Transferable() {
            @Override
            public DataFlavor[] getTransferDataFlavors() {
                return new DataFlavor[]{DataFlavor.javaFileListFlavor};
            }

            @Override
            public boolean isDataFlavorSupported(DataFlavor flavor) {
                return flavor.equals(DataFlavor.javaFileListFlavor);
            }

            @Override
            public Object getTransferData(DataFlavor flavor) {
                return List.of(new File(arguments[0]));
            }
        };
        SwingUtilities.invokeLater(() -> {
            JPanel handle = new JPanel();
            handle.setBackground(Color.ORANGE);
            handle.setPreferredSize(new Dimension(24, 24));
            java.awt.dnd.DragSource.getDefaultDragSource().createDefaultDragGestureRecognizer(handle, DnDConstants.ACTION_COPY,
                    gesture -> gesture.startDrag(null, file));
            JFrame frame = new JFrame("drag");
            frame.setUndecorated(true);
            frame.setAlwaysOnTop(true);
            frame.setFocusableWindowState(false);
            frame.add(handle);
            frame.pack();
            frame.setLocation(8, 768);
            frame.setVisible(true);
        });
    }
}
