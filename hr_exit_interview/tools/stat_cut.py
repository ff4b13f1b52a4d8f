"""Small cuts of a graph whose edges are counted."""


def has_small_cut(edges, minimum):
    """Whether taking away fewer than `minimum` edges cuts a part of the graph in two.

    After Stoer and Wagner, "A simple min-cut algorithm" (1997). Parts that do not hang
    together are looked at one by one.

    :param edges: pair of nodes to the number of edges between them
    """
    graph = _contract(edges, minimum)
    while graph:
        part = _get_part(graph, next(iter(graph)))
        inside = {node: dict(graph.pop(node)) for node in part}
        while len(inside) > 1:
            before, last, weight = _get_phase(inside)
            if weight < minimum:
                return True
            _merge(inside, before, last)
    return False


def _contract(edges, minimum):
    """Neighbours of each node; nodes that no small cut parts are one node."""
    roots = {}

    def find(node):
        while roots.setdefault(node, node) != node:
            node = roots[node]
        return node

    pairs = [((0, left), (1, right), n) for (left, right), n in edges.items() if n]
    for left, right, count in pairs:
        if count >= minimum:
            roots[find(left)] = find(right)
    graph = {find(node): {} for pair in pairs for node in pair[:2]}
    for left, right, count in pairs:
        left, right = find(left), find(right)
        if left != right:
            graph[left][right] = graph[left].get(right, 0) + count
            graph[right][left] = graph[left][right]
    return graph


def _get_part(graph, start):
    """All nodes that `start` hangs together with."""
    part, waiting = {start}, [start]
    while waiting:
        for node in graph[waiting.pop()]:
            if node not in part:
                part.add(node)
                waiting.append(node)
    return part


def _get_phase(graph):
    """The last two nodes of a maximum adjacency order, and what ties the last one."""
    ties = dict.fromkeys(graph, 0)
    before = last = None
    weight = 0
    while ties:
        before, last = last, max(ties, key=ties.get)
        weight = ties.pop(last)
        for node, count in graph[last].items():
            if node in ties:
                ties[node] += count
    return before, last, weight


def _merge(graph, kept, gone):
    for node, count in graph.pop(gone).items():
        del graph[node][gone]
        if node != kept:
            graph[kept][node] = graph[kept].get(node, 0) + count
            graph[node][kept] = graph[kept][node]
