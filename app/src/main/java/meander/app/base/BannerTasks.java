package meander.app.base;

import java.util.function.Consumer;

/**
 * Long work whose failure is said by the banner of a workspace, in place of a row of the task list.
 *
 * @param show  shows what went wrong
 * @param clear told what has gone well
 */
public record BannerTasks(Tasks tasks, Consumer<ErrorBanner> show, Consumer<ErrorBanner.Kind> clear) {
    /** Starts work. @param kind what a failure of it is */
    public void start(ErrorBanner.Kind kind, Message title, Task.Work work) {
        Task task = tasks.start(title, work);
        whenEnded(task, state -> {
            switch (state) {
                case Task.State.Done _ -> clear.accept(kind);
                case Task.State.Failed(Message why, Throwable cause) -> {
                    show.accept(ErrorBanner.of(kind, why, cause));
                    tasks.dismiss(task);
                }
                case Task.State.Cancelled(),Task.State.Running() -> {
                }
            }
        });
    }

    /** Calls back when work has ended, at once if it has already. */
    public static void whenEnded(Task task, Consumer<Task.State> ended) {
        if (!(task.state().get() instanceof Task.State.Running)) ended.accept(task.state().get());
        else
            task.state().addListener((_, _, state) -> ended.accept(state));
    }
}
