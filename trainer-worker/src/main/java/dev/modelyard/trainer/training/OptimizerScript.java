package dev.modelyard.trainer.training;

import dev.modelyard.networks.torchscript.ScriptModule;

/** The arithmetic of optimisers over lists of tensors, as TorchScript, so that a step crosses into native code a few times only. */
final class OptimizerScript {
    private static final String METHODS = """
            def gradients(self: __torch__.Network,
              parameters: List[Tensor]) -> List[Tensor]:
              found = annotate(List[Tensor], [])
              for i in range(torch.len(parameters)):
                _0 = torch.append(found, unchecked_cast(Tensor, ops.prim.grad(parameters[i])))
              return found
            def clip(self: __torch__.Network,
              parameters: List[Tensor],
              limit: float) -> int:
              found = (self).gradients(parameters, )
              norm = torch.norm(torch.stack(torch._foreach_norm(found, 2)), 2)
              factor = torch.clamp_max(torch.mul(torch.reciprocal(torch.add(norm, 1e-06)), limit), 1.)
              torch._foreach_mul_(found, factor)
              return 0
            def adamw(self: __torch__.Network,
              parameters: List[Tensor],
              moments: List[Tensor],
              squares: List[Tensor],
              step: float,
              rate: float,
              decay: float,
              beta1: float,
              beta2: float,
              epsilon: float) -> int:
              found = (self).gradients(parameters, )
              count = torch.tensor(step, dtype=6)
              counts = annotate(List[Tensor], [])
              for i in range(torch.len(parameters)):
                _0 = torch.append(counts, count)
              none = annotate(List[Tensor], [])
              torch._fused_adamw_(parameters, found, moments, squares, none, counts, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
              return 0
            def momentum(self: __torch__.Network,
              parameters: List[Tensor],
              moments: List[Tensor],
              rate: float,
              keep: float,
              momentum: float) -> int:
              found = (self).gradients(parameters, )
              torch._foreach_mul_(moments, momentum)
              torch._foreach_add_(moments, found, alpha=1)
              torch._foreach_mul_(parameters, keep)
              torch._foreach_add_(parameters, moments, alpha=torch.neg(rate))
              return 0
            def plain(self: __torch__.Network,
              parameters: List[Tensor],
              rate: float,
              keep: float) -> int:
              found = (self).gradients(parameters, )
              for i in range(torch.len(parameters)):
                if torch.ne(keep, 1.):
                  _0 = torch.mul_(parameters[i], keep)
                else:
                  pass
                _1 = torch.add_(parameters[i], found[i], alpha=torch.neg(rate))
              return 0
            def zero(self: __torch__.Network,
              parameters: List[Tensor]) -> int:
              found = (self).gradients(parameters, )
              for i in range(torch.len(found)):
                _0 = torch.zero_(found[i])
              return 0
            def average(self: __torch__.Network,
              averages: List[Tensor],
              live: List[Tensor],
              share: float) -> int:
              torch._foreach_lerp_(averages, live, share)
              return 0
            """.indent(2);

    private OptimizerScript() {}

    static ScriptModule module() {
        return ScriptModule.of(METHODS);
    }
}
