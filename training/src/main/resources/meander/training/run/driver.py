# SPDX-License-Identifier: Apache-2.0
"""Goes on with a training of Meander where there is nothing but PyTorch, 1.13 or newer.
    python3 driver.py [--kimg 400]           one process, on a GPU if there is one
    torchrun --nproc_per_node=2 driver.py    several, which share every step (Debian 12 needs -r 1 -t 1 besides)
plan.json says what is done when, step.pt holds the networks and the arithmetic of each phase, pictures.u8 the data.
checkpoint.pt, from which the next call goes on, is always whole; `meander train --import FOLDER RUN` brings it home.
"""
import argparse, json, math, os, pathlib, random, signal, sys, time
import torch, torch.distributed as dist
FOLDER = pathlib.Path(__file__).resolve().parent
def plain_executor(): # Optimised plans of a script lose second derivatives, silently. Not every version has each of these switches.
    for switch in ("_jit_set_profiling_executor", "_jit_set_profiling_mode", "_set_graph_executor_optimize"):
        getattr(torch._C, switch, lambda _: None)(False)

def chance(*what): # Random numbers that depend on nothing but this, so that a training that goes on sees what it would have seen.
    return torch.Generator().manual_seed(random.Random(" ".join(map(str, what))).getrandbits(62))

def factor(schedule, done): # of the learning rate, after a share of the training
    left = min(1.0, max(0.0, 1 - done) / (1 - schedule["from"])) if "from" in schedule else 1.0
    left = 0.5 - 0.5 * math.cos(math.pi * left) if schedule["kind"] == "cosine" else left
    return min(1.0, done / schedule["until"]) * factor(schedule["then"], done) if "then" in schedule else left

class Data: # Pictures [N,C,H,W] in -1...1 in endless rows, one for each side if there are two: each epoch shuffles anew.
    def __init__(self, seed, about):
        self.seed, self.size, self.chance, self.epochs = seed, about["pictures"], 0.5 if about["mirror"] else 0, {}
        shape = (self.size, about["channels"], about["size"], about["size"])
        self.pictures = torch.from_file(str(FOLDER / "pictures.u8"), size=math.prod(shape), dtype=torch.uint8).view(shape)
        self.labels = torch.from_file(str(FOLDER / "labels.i32"), size=self.size, dtype=torch.int32).long()
        self.rows = {"PICTURES": torch.arange(self.size), "SIDE_A": torch.where(self.labels == 0)[0], "SIDE_B": torch.where(self.labels == 1)[0]}
        self.apart = {"SIDE_B"} if about["sides"] == "UNPAIRED" else set() # pairs come together
    def places(self, kind, position, count):
        row = self.rows[kind]
        for epoch, place in (divmod(p, len(row)) for p in range(position, position + count)):
            if self.epochs.get(kind, [None])[0] != epoch:
                generator = chance(self.seed, epoch, *self.apart & {kind})
                self.epochs[kind] = epoch, row[torch.randperm(len(row), generator=generator)], torch.rand(len(row), generator=generator) < self.chance
            yield int(self.epochs[kind][1][place]), bool(self.epochs[kind][2][place])
    def feed(self, kind, shape, position, images, generator):
        if kind in ("NORMAL", "UNIFORM"): return (torch.randn if kind == "NORMAL" else torch.rand)(shape, generator=generator)
        if kind == "KIMG": return torch.tensor(images / 1000.0)
        if kind in self.rows:
            places = self.places(kind, position, shape[0])
            return torch.stack([self.pictures[i].flip(-1) if flip else self.pictures[i] for i, flip in places]) / 127.5 - 1
        which = [i for i, _ in self.places("PICTURES", position, shape[0])] if kind == "LABELS" else torch.randint(self.size, shape[:1], generator=generator)
        return torch.nn.functional.one_hot(self.labels[which], shape[1]).float()

class Training:
    def __init__(self, plan, rank, world, device, target):
        self.plan, self.rank, self.world, self.device, self.target = plan, rank, world, device, target
        self.script, self.data = torch.jit.load(str(FOLDER / "step.pt"), map_location=device), Data(plan["seed"], plan["data"])
        self.rounds = plan["rounds"] // world if plan["rounds"] % world == 0 else plan["rounds"] # parts that do not go round are not shared
        self.batch = plan["batch"] // plan["rounds"] * self.rounds * world
        checkpoint, saved = FOLDER / "checkpoint.pt", {"step": plan["step"], "images": plan["images"]}
        if checkpoint.exists(): saved = torch.load(str(checkpoint), map_location=device)
        self.step, self.images = saved.pop("step"), saved.pop("images")
        for name, values in saved.items(): getattr(self.script, name).copy_(values)
    def total(self, tensor):
        return (dist.all_reduce(tensor) if self.world > 1 else None, tensor)[1]
    def run(self, phase, figures):
        state, player, moves = self.script.state, phase["player"], bool(phase["player"])
        before, share = state.clone(), torch.tensor(1.0 / (self.rounds * self.world))
        for part in range(self.rank * self.rounds, (self.rank + 1) * self.rounds) if moves else [0]: # what only keeps count does so once, everywhere alike
            generator = chance(self.plan["seed"], self.step, phase["name"], part)
            feeds = [self.data.feed(feed["kind"], feed["shape"], self.images + part * phase["batch"], self.images, generator)
                     for feed in phase["feeds"]]
            found = getattr(self.script, phase["name"] + "_gradients")(share, *(feed.to(self.device) for feed in feeds))
            for name, value in zip(phase["figures"], found.tolist()): figures.setdefault(name, []).append(value)
        if not moves: return
        state.copy_(before + self.total(state - before)) # as if one had gone after the other
        self.total(getattr(self.script, player + "_gradient"))
        getattr(self.script, player + "_apply")(torch.tensor(factor(self.plan["players"][player]["schedule"], self.images / (self.plan.get("schedule") or self.target))))
        for begin, size in self.plan["players"][player]["statistics"]: # of batch normalisation: the mean of everybody's
            self.total(getattr(self.script, player).narrow(0, begin, size)).div_(self.world)
    def advance(self):
        figures, due = {}, [phase for phase in self.plan["phases"] if self.step % phase["every"] == 0
               and phase["from"] * 1000 <= self.images < (phase["to"] or math.inf) * 1000]
        for phase in due: self.run(phase, figures)
        shown = max((phase["batch"] for phase in due if any(feed["kind"] in self.data.rows for feed in phase["feeds"])), default=0) * self.rounds * self.world
        for name, mean in ((name, player["averaging"]) for name, player in self.plan["players"].items() if player["averaging"]):
            half_life = min(mean["kimg"] * 1000, math.inf if mean["rampUp"] is None else self.images * mean["rampUp"])
            getattr(self.script, name + "_average")(torch.tensor(0.5 ** ((shown or self.batch) / max(half_life, 1e-8))))
        before, self.step, self.images = self.images, self.step + 1, self.images + (shown or self.batch)
        for restart in self.plan["restarts"]:
            if before < restart["kimg"] * 1000 <= self.images: getattr(self.script, restart["player"] + "_restart")()
        return {name: sum(values) / len(values) for name, values in figures.items()}
    def save(self, figures):
        with open(FOLDER / "checkpoint.part", "wb") as file:
            torch.save({"step": self.step, "images": self.images,
                        **{name: getattr(self.script, name).detach().cpu() for name in self.plan["kept"]}}, file)
            file.flush(), os.fsync(file.fileno())
        os.replace(FOLDER / "checkpoint.part", FOLDER / "checkpoint.pt")
        with open(FOLDER / "log.jsonl", "a") as file:
            print(json.dumps({"event": "measured", "at": int(time.time() * 1000), "images": self.images, "figures": figures}), file=file)

def main():
    plan, options = json.loads((FOLDER / "plan.json").read_text(encoding="utf-8")), argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kimg", type=float, default=plan["target"] / 1000, help="thousands of pictures in all")
    target = options.parse_args().kimg * 1000
    rank, world, local = (int(os.environ.get(name, given)) for name, given in (("RANK", 0), ("WORLD_SIZE", 1), ("LOCAL_RANK", 0)))
    if torch.cuda.is_available(): torch.cuda.set_device(local)
    device = torch.device("cuda", local) if torch.cuda.is_available() else torch.device("cpu")
    if world > 1: dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    plain_executor()
    training, wishes = Training(plan, rank, world, device, target), []
    for kind in (signal.SIGINT, signal.SIGTERM): signal.signal(kind, lambda *_: wishes.append("end"))
    if rank == 0: print(f"{plan['recipe']}, {training.images / 1000:g} kimg, {training.batch} a step, {world} x {device}", flush=True)
    begin, first, told, figures, ended = time.time(), training.images, 0, {}, False
    while training.images < target and not ended:
        before, _ = training.images, figures.update(training.advance())
        counts = [len(wishes), sum(not math.isfinite(value) for value in figures.values())]
        ended, broken = training.total(torch.tensor(counts, device=device)).tolist()
        if broken: sys.exit(f"A figure is no longer a number: {figures}. Lower the learning rate; checkpoint.pt is from before.")
        last = ended or training.images >= target
        if rank == 0 and (last or time.time() - told > 5):
            told, speed = time.time(), (training.images - first) / (time.time() - begin)
            print(f"{training.images / 1000:g} of {target / 1000:g} kimg  {speed:.1f} images/s",
                  *(f"{name} {value:.4g}" for name, value in figures.items()), sep="  ", flush=True)
        if rank == 0 and (last or training.images // plan["saveEvery"] > before // plan["saveEvery"]): training.save(figures)
    sys.exit(130 if ended else 0)
if __name__ == "__main__": main()
