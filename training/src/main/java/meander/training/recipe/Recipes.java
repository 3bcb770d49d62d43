package meander.training.recipe;

import java.util.List;
import java.util.Optional;

/** The recipes there are. */
public record Recipes(List<TrainingRecipe> all) {
    public Recipes {
        all = List.copyOf(all);
    }

    public static Recipes installed() {
        return new Recipes(List.of(new StyleGan2Recipe(), new ProGanRecipe(), new WganGpRecipe(), new DcganRecipe(),
                new Pix2PixRecipe(), new CycleGanRecipe()));
    }

    public Optional<TrainingRecipe> named(String name) {
        return all.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
    }
}
