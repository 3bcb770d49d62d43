package meander.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.lang.ArchCondition;

import meander.app.base.FxThreads;

/** The plan of the house as tests: imports run downwards only, and each dangerous thing has one place. */
@AnalyzeClasses(packages = "meander", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Packages of the app that are no workspaces. */
    private static final Set<String> SHARED = Set.of("base", "widgets", "picture", "session", "model", "gpu", "crash", "cli",
            "shell");

    @ArchTest
    static final ArchRule modelsKnowNeitherTrainingNorTheApp = noClasses().that().resideInAPackage("meander.models..").should()
            .dependOnClassesThat().resideInAnyPackage("meander.training..", "meander.app..", "meander.ui..");

    @ArchTest
    static final ArchRule trainingKnowsNothingOfTheApp = noClasses().that().resideInAPackage("meander.training..").should()
            .dependOnClassesThat().resideInAnyPackage("meander.app..", "meander.ui..");

    @ArchTest
    static final ArchRule resourcesKnowNobody = noClasses().that().resideInAPackage("meander.ui..").should().dependOnClassesThat()
            .resideInAnyPackage("meander.models..", "meander.training..", "meander.app..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule noJavafxBelowTheApp = noClasses().that().resideInAnyPackage("meander.models..", "meander.training..")
            .should().dependOnClassesThat().resideInAPackage("javafx..");

    @ArchTest
    static final ArchRule theOnnxRuntimeHasOnePlace = noClasses().that().resideOutsideOfPackage("meander.models.render..")
            .should().dependOnClassesThat().resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule viewModelsNeedNoScreen = noClasses().that().haveSimpleNameEndingWith("ViewModel").or()
            .haveNameMatching(".*ViewModel\\$.*").should().dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..");

    /** What view models are made of needs no screen either. */
    @ArchTest
    static final ArchRule norDoesWhatTheyAreMadeOf = noClasses().that(areReachedByViewModels()).should().dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..");

    @ArchTest
    static final ArchRule oneWayOntoTheWindowsThread = noClasses().that().doNotBelongToAnyOf(FxThreads.class).should()
            .accessTargetWhere(member("javafx.application.Platform", "runLater"));

    @ArchTest
    static final ArchRule nothingIsDeserializedByJava = noClasses().should().dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses().that().resideOutsideOfPackage("meander.app.cli..").should()
            .accessTargetWhere(member("java.lang.System", "out").or(member("java.lang.System", "err")));

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProgram = noClasses().that().resideOutsideOfPackage("meander.app.cli..").and()
            .doNotHaveFullyQualifiedName("meander.app.Main").should().accessTargetWhere(member("java.lang.System", "exit"));

    /** A family is put into a room of its own; what serves all does not know one. */
    @ArchTest
    static final ArchRule familiesDoNotKnowEachOther = slices().matching("meander.models.family.(*)..").should()
            .notDependOnEachOther().allowEmptyShould(true);

    @ArchTest
    static final ArchRule norDoThoseThatShareStyles = slices().matching("meander.models.family.style.(*)..").should()
            .notDependOnEachOther();

    /** Below them lies only the process itself, which knows nothing of networks. */
    @ArchTest
    static final ArchRule graphsAreTheGroundFloor = noClasses().that().resideInAPackage("meander.models.graph..").should()
            .dependOnClassesThat(resideInAPackage("meander.models..")
                    .and(DescribedPredicate.not(resideInAnyPackage("meander.models.graph..", "meander.models.process.."))));

    @ArchTest
    static final ArchRule theProcessKnowsNothingOfNetworks = noClasses().that().resideInAPackage("meander.models.process..")
            .should().dependOnClassesThat(
                    resideInAPackage("meander..").and(DescribedPredicate.not(resideInAPackage("meander.models.process.."))));

    @ArchTest
    static final ArchRule layersAreBuiltFromGraphsAlone = noClasses().that().resideInAPackage("meander.models.nn..").should()
            .dependOnClassesThat().resideInAnyPackage("meander.models.family..", "meander.models.render..",
                    "meander.models.checkpoint..", "meander.models.latent..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule filesAreReadWithoutKnowingWhatFor = noClasses().that().resideInAPackage("meander.models.checkpoint..")
            .should().dependOnClassesThat()
            .resideInAnyPackage("meander.models.family..", "meander.models.render..", "meander.models.latent..");

    /** Every package by itself: none comes back to where it began. */
    @ArchTest
    static final ArchRule noPackageIsPartOfACycle = slices().matching("meander.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule workspacesDoNotKnowEachOther = slices().assignedFrom(new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String[] packages = type.getPackageName().split("\\.");
            boolean workspace = type.getPackageName().startsWith("meander.app.") && !SHARED.contains(packages[2]);
            return workspace ? SliceIdentifier.of(packages[2]) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "the packages of workspaces";
        }
    }).should().notDependOnEachOther();

    @ArchTest
    static final ArchRule theWindowKnowsModulesAndNoWorkspace = noClasses().that()
            .haveFullyQualifiedName("meander.app.shell.MainWindow").should().dependOnClassesThat().resideInAnyPackage(
                    "meander.app.explore..", "meander.app.translate..", "meander.app.train..", "meander.app.library..");

    @ArchTest
    static final ArchRule nothingButTheEntryPointKnowsTheShell = noClasses().that().resideOutsideOfPackage("meander.app.shell..")
            .and().doNotHaveFullyQualifiedName("meander.app.Main").should().dependOnClassesThat()
            .resideInAPackage("meander.app.shell..");

    @ArchTest
    static final ArchRule renderingKnowsNoFamily = noClasses().that().resideInAPackage("meander.models.render..").should()
            .dependOnClassesThat().resideInAPackage("meander.models.family.*..");

    @ArchTest
    static final ArchRule theCommandLineIsUsedByMainAlone = noClasses().that().resideOutsideOfPackage("meander.app.cli..").and()
            .doNotHaveFullyQualifiedName("meander.app.Main").should().dependOnClassesThat().resideInAPackage("meander.app.cli..");

    @ArchTest
    static final ArchRule noStateIsSharedByBeingStatic = classes().that().resideInAPackage("meander..")
            .should(new ArchCondition<JavaClass>("have final static fields only") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    item.getFields().stream()
                            .filter(field -> field.getModifiers().contains(JavaModifier.STATIC)
                                    && !field.getModifiers().contains(JavaModifier.FINAL))
                            .forEach(field -> events
                                    .add(SimpleConditionEvent.violated(field, field.getFullName() + " is static and not final")));
                }
            });

    private static DescribedPredicate<JavaAccess<?>> member(String owner, String name) {
        return DescribedPredicate.describe(owner + "." + name, access -> {
            AccessTarget target = access.getTarget();
            return target.getName().equals(name) && target.getOwner().getName().equals(owner);
        });
    }

    private static DescribedPredicate<JavaClass> areReachedByViewModels() {
        return DescribedPredicate
                .describe("are used by view models",
                        type -> type.getPackageName().startsWith("meander.app") && type.getDirectDependenciesToSelf().stream()
                                .map(dependency -> dependency.getOriginClass().getName())
                                .anyMatch(origin -> origin.matches(".*ViewModel(\\$.*)?")));
    }
}
