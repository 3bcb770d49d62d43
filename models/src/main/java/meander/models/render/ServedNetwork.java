package meander.models.render;

import meander.models.graph.Network;
import meander.models.graph.Pipelines;

/**
 * A network with the algorithms by which the engine will run it, chosen by shapes alone. No weight has been read, so that what it asks of the
 * machine is known first.
 */
record ServedNetwork(Network network) {
    static ServedNetwork of(Network network, RenderSettings settings) {
        boolean cpu = settings.device() == RenderSettings.Device.CPU;
        return new ServedNetwork(new Network(Pipelines.onnxChoosing(cpu).run(network.graph()), network.weights()));
    }

    MemoryDemand demand() {
        return MemoryDemand.of(network.graph());
    }
}
