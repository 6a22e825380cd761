{{/* Options of the control plane for the proxies that it puts into pods; a list, empty without. */}}
{{- define "modeenvoy.injectionArgs" -}}
{{- $injection := .Values.injection -}}
{{- if $injection.enabled -}}
{{- $taken := list (int .Values.controlPlane.port) (int .Values.controlPlane.adminPort) (int .Values.controlPlane.probePort) -}}
{{- if has (int $injection.webhookPort) $taken -}}
{{- fail (printf "injection.webhookPort: %d is another port of the control plane (expected: none of %v)" (int $injection.webhookPort) $taken) -}}
{{- end -}}
- --webhook-port={{ $injection.webhookPort }}
- --inject-server={{ include "modeenvoy.controlPlaneAddress" . }}
- --inject-services={{ include "modeenvoy.injectionServicesAddress" . }}
- --inject-tls-secret={{ $injection.tlsSecret }}
- --inject-image={{ include "modeenvoy.image" (dict "root" . "image" $injection.proxy.image "default" "") }}
- --inject-probes-port={{ $injection.proxy.probePort }}
{{- range $option, $quantities := dict "requests" $injection.proxy.resources.requests "limits" $injection.proxy.resources.limits }}
{{- $pairs := list }}
{{- range $name, $quantity := $quantities }}{{ $pairs = append $pairs (printf "%s=%s" $name $quantity) }}{{ end }}
{{- with $pairs }}
- --inject-{{ $option }}={{ join "," . }}
{{- end }}
{{- end }}
{{- end -}}
{{- end -}}
