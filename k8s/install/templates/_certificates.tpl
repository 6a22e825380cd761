{{/* Which certificates there are: who has which names, in which Secret. */}}

{{/* As YAML: {certificates: [{component, secret, namespace, dns: [], uris: []}]}; namespace: another than the release's, or none */}}
{{- define "modeenvoy.certificates" -}}
{{- $all := list -}}
{{- $services := printf "spiffe://%s/modeenvoy/services/node/*" .Values.tls.trustDomain -}}
{{- $servers := list (list "control-plane" "controlPlane" list) (list "ledger" "ledger" (list $services)) -}}
{{- if include "modeenvoy.sharesServices" . -}}
{{- $servers = append $servers (list "injection-services" "injectionServices" (list $services)) -}}
{{- end -}}
{{- range $servers -}}
{{- $service := include "modeenvoy.name" (dict "root" $ "component" (index . 0)) -}}
{{- $names := list (printf "%s.%s.svc" $service $.Release.Namespace) (printf "%s.%s" $service $.Release.Namespace) $service (printf "%s.%s.svc.%s" $service $.Release.Namespace $.Values.clusterDomain) -}}
{{- $all = append $all (dict "component" (index . 0) "given" (index $.Values.tls.secrets (index . 1)) "path" (printf "tls.secrets.%s" (index . 1)) "dns" $names "uris" (index . 2)) -}}
{{- end -}}
{{- $all = append $all (dict "component" "services" "given" .Values.tls.secrets.services "path" "tls.secrets.services" "dns" list "uris" (list $services)) -}}
{{- range (include "modeenvoy.edges" . | fromYaml).edges -}}
{{- $uri := printf "spiffe://%s/modeenvoy/gateway/%s/%s/node/*" $.Values.tls.trustDomain .gateway.namespace .gateway.name -}}
{{- $all = append $all (dict "component" .component "given" .tlsSecret "path" (printf "edges.%s.tlsSecret" .key) "dns" list "uris" (list $uri)) -}}
{{- end -}}
{{- range $all -}}
{{- if and (eq $.Values.tls.mode "secrets") (not .given) -}}
{{- fail (printf "%s: empty with tls.mode secrets (expected: the name of a Secret with tls.crt, tls.key and ca.crt)" .path) -}}
{{- end -}}
{{- $_ := set . "secret" (ternary .given (printf "%s-tls" (include "modeenvoy.name" (dict "root" $ "component" .component))) (eq $.Values.tls.mode "secrets")) -}}
{{- end -}}
{{- if and .Values.injection.enabled (ne .Values.tls.mode "secrets") -}}
{{- $seen := list .Release.Namespace -}}
{{- range $index, $one := .Values.injection.namespaces -}}
{{- if has $one.name $seen -}}
{{- fail (printf "injection.namespaces[%d].name: %s (expected: each namespace once, and not the release's own, whose pods get no proxies)" $index $one.name) -}}
{{- end -}}
{{- $seen = append $seen $one.name -}}
{{- $uris := list -}}
{{- range $one.groups -}}
{{- $uris = append $uris (printf "spiffe://%s/modeenvoy/%s/node/*" $.Values.tls.trustDomain .) -}}
{{- end -}}
{{- $all = append $all (dict "component" "proxies" "namespace" $one.name "secret" $.Values.injection.tlsSecret "dns" list "uris" $uris) -}}
{{- end -}}
{{- end -}}
{{ dict "certificates" $all | toYaml }}
{{- end -}}

{{/* The volume with the certificate of a component: (dict "root" $ "component" "ledger" "volume" "tls") */}}
{{- define "modeenvoy.tlsVolume" -}}
{{- range (include "modeenvoy.certificates" .root | fromYaml).certificates -}}
{{- if eq .component $.component -}}
- name: {{ $.volume | default "tls" }}
  secret: {secretName: {{ .secret }}, defaultMode: 0440}
{{- end -}}
{{- end -}}
{{- end -}}
